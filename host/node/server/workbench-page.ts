import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { PageIcons } from './page-icons.ts';
import type { InlineHashes } from './security-headers.ts';

/** The window's page, ready to be filled with a snapshot. */
export interface WorkbenchPage {
  readonly inline: InlineHashes;
  /** The page with both values inlined as JSON, in `<script type="application/json">` elements `snapshot` and `icons`. */
  render(snapshot: { readonly language: string }, icons: PageIcons): string;
}

const inlineElement = /<(script|style)\b([^>]*)>([\s\S]*?)<\/\1>/gi;

export async function loadWorkbenchPage(path: string): Promise<WorkbenchPage> {
  const html = await readFile(path, 'utf8');
  const head = html.indexOf('</head>');
  if (head < 0) throw new Error(`${path} has no </head>`);
  const before = html.slice(0, head);
  const after = html.slice(head);
  return {
    inline: hashInlineElements(html),
    render(snapshot, icons) {
      const page = before.replace(/<html[^>]*>/i, `<html lang="${snapshot.language}">`);
      return `${page}${inlineData('snapshot', snapshot)}${inlineData('icons', icons)}${after}`;
    },
  };
}

/** Hashes of the scripts and styles that a page holds itself. */
export function hashInlineElements(html: string): InlineHashes {
  const scripts: string[] = [];
  const styles: string[] = [];
  for (const [, tag, attributes = '', content = ''] of html.matchAll(inlineElement)) {
    if (/\bsrc\s*=/i.test(attributes) || content.trim() === '') continue;
    (tag?.toLowerCase() === 'style' ? styles : scripts).push(`'sha256-${hash('sha256', content, 'base64')}'`);
  }
  return { scripts, styles };
}

function inlineData(id: string, value: unknown): string {
  return `<script type="application/json" id="${id}">${escapeForScript(JSON.stringify(value))}</script>`;
}

/** JSON that no HTML parser can mistake for the end of its element, or for the start of another. */
function escapeForScript(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
