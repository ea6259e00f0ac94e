/** A piece of a line. */
export type Span =
  | { readonly kind: 'text' | 'strong' | 'emphasis' | 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string }
  | { readonly kind: 'command'; readonly text: string; readonly command: string; readonly args?: unknown };

export type Block =
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Span[])[] }
  /** A command that stands on a line of its own: a button. */
  | { readonly kind: 'button'; readonly title: string; readonly command: string; readonly args?: unknown };

const inline = /\*\*(?<strong>[^*]+)\*\*|[*_](?<emphasis>[^*_]+)[*_]|`(?<code>[^`]+)`|\[(?<label>[^\]]+)\]\((?<target>[^)\s]+)\)/g;
const listItem = /^[-*] +/;

/**
 * Reads the few words of Markdown that walkthroughs use: paragraphs, lists, strong, emphasis, code and links to
 * `https:`, `mailto:` and `command:` addresses. Everything else stays the text it is.
 */
export function parseRichText(text: string): readonly Block[] {
  const blocks: Block[] = [];
  for (const part of text.split(/\n\s*\n/)) {
    let lines: string[] = [];
    const endParagraph = () => {
      if (lines.length > 0) blocks.push({ kind: 'paragraph', spans: parseSpans(lines.join(' ')) });
      lines = [];
    };
    for (const line of part
      .split('\n')
      .map((raw) => raw.trim())
      .filter((trimmed) => trimmed !== '')) {
      const block = parseLine(line);
      if (!block) lines.push(line);
      else {
        endParagraph();
        appendBlock(blocks, block);
      }
    }
    endParagraph();
  }
  return blocks;
}

function parseLine(line: string): Block | undefined {
  if (listItem.test(line)) return { kind: 'list', items: [parseSpans(line.replace(listItem, ''))] };
  const [only, ...others] = parseSpans(line);
  if (only?.kind !== 'command' || others.length > 0) return undefined;
  return { kind: 'button', title: only.text, command: only.command, args: only.args };
}

function appendBlock(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (block.kind === 'list' && last?.kind === 'list') blocks.splice(-1, 1, { kind: 'list', items: [...last.items, ...block.items] });
  else blocks.push(block);
}

function parseSpans(line: string): readonly Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of line.matchAll(inline)) {
    if (match.index > end) spans.push({ kind: 'text', text: line.slice(end, match.index) });
    spans.push(toSpan(match.groups ?? {}, match[0]));
    end = match.index + match[0].length;
  }
  if (end < line.length) spans.push({ kind: 'text', text: line.slice(end) });
  return spans;
}

function toSpan({ strong, emphasis, code, label, target }: Record<string, string | undefined>, raw: string): Span {
  if (strong !== undefined) return { kind: 'strong', text: strong };
  if (emphasis !== undefined) return { kind: 'emphasis', text: emphasis };
  if (code !== undefined) return { kind: 'code', text: code };
  if (label === undefined || target === undefined) return { kind: 'text', text: raw };
  if (target.startsWith('command:')) return parseCommand(label, target.slice('command:'.length));
  return /^(https|mailto):/.test(target) ? { kind: 'link', text: label, url: target } : { kind: 'text', text: label };
}

/** As in VS Code, arguments follow as JSON: `command:ID?%5B…%5D`; the first of an array is the argument. */
function parseCommand(text: string, target: string): Span {
  const [command = '', query] = target.split('?', 2);
  if (query === undefined) return { kind: 'command', text, command };
  try {
    const args: unknown = JSON.parse(decodeURIComponent(query));
    return { kind: 'command', text, command, args: Array.isArray(args) ? args[0] : args };
  } catch {
    return { kind: 'text', text };
  }
}
