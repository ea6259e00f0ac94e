/** A regular expression's structure. What one character may be is left to the JavaScript engine (`atom`). */
export type PatternNode =
  | { readonly kind: 'literal'; readonly character: string }
  /** Source of something that matches exactly one character: a class, an escape, the dot. */
  | { readonly kind: 'atom'; readonly source: string }
  | { readonly kind: 'start' | 'end' | 'boundary' | 'not-boundary' }
  | { readonly kind: 'lookahead'; readonly negative: boolean; readonly body: PatternNode }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly body: PatternNode; readonly minimum: number; readonly maximum: number };

/**
 * Reads a pattern that the JavaScript engine has accepted.
 * @throws SyntaxError for the few parts of the language that can't be matched in bounded time: back
 *   references, lookbehind and inline flags.
 */
export function parsePattern(source: string, unicode: boolean): PatternNode {
  return new PatternParser(source, unicode).parse();
}

class PatternParser {
  private position = 0;
  private readonly groupCount: number;
  private readonly hasNamedGroups: boolean;

  constructor(
    private readonly source: string,
    private readonly unicode: boolean,
  ) {
    const skeleton = source.replace(/\\.|\[(?:\\.|[^\]\\])*\]/gs, '');
    this.groupCount = (skeleton.match(/\((?!\?)|\(\?<(?![=!])/g) ?? []).length;
    this.hasNamedGroups = /\(\?<(?![=!])/.test(skeleton);
  }

  parse(): PatternNode {
    return this.parseChoice();
  }

  private parseChoice(): PatternNode {
    const parts = [this.parseSequence()];
    while (this.accept('|')) parts.push(this.parseSequence());
    return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'choice', parts };
  }

  private parseSequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.position < this.source.length && !'|)'.includes(this.source.charAt(this.position))) {
      parts.push(this.parseQuantifier(this.parseTerm()));
    }
    return parts.length === 1 ? (parts[0] as PatternNode) : { kind: 'sequence', parts };
  }

  private parseTerm(): PatternNode {
    if (this.accept('^')) return { kind: 'start' };
    if (this.accept('$')) return { kind: 'end' };
    if (this.accept('\\b')) return { kind: 'boundary' };
    if (this.accept('\\B')) return { kind: 'not-boundary' };
    if (this.accept('(')) return this.parseGroup();
    if (this.accept('.')) return { kind: 'atom', source: '.' };
    if (this.peek('[')) return { kind: 'atom', source: this.take(/\[(?:\\.|[^\]\\])*\]/sy) };
    if (this.peek('\\')) return this.parseEscape();
    return { kind: 'literal', character: this.take(this.unicode ? /./suy : /./sy) };
  }

  private parseGroup(): PatternNode {
    const isLookahead = this.peek('?=') || this.peek('?!');
    const negative = this.peek('?!');
    if (isLookahead) this.position += 2;
    else if (this.peek('?<=') || this.peek('?<!')) throw new SyntaxError('it looks behind, which is not supported here');
    else if (this.peek('?') && !this.peek('?:') && !this.peek('?<'))
      throw new SyntaxError('it has inline flags, which are not supported here');
    else if (this.peek('?')) this.take(/\?(?::|<[^>]*>)/y);
    const body = this.parseChoice();
    this.accept(')');
    return isLookahead ? { kind: 'lookahead', negative, body } : body;
  }

  private parseEscape(): PatternNode {
    const reference = /\\(?:([1-9]\d*)|(k))/y;
    reference.lastIndex = this.position;
    const [, number, named] = reference.exec(this.source) ?? [];
    if ((number && (this.unicode || Number(number) <= this.groupCount)) || (named && (this.unicode || this.hasNamedGroups))) {
      throw new SyntaxError('it refers back to a group, which is not supported here');
    }
    const sticky = this.unicode
      ? /\\(?:u\{[\da-f]+\}|u[\da-f]{4}(?:\\u[\da-f]{4})?|x[\da-f]{2}|c[a-z]|p\{[^}]*\}|.)/isuy
      : /\\(?:u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[0-3][0-7]{0,2}|[4-7][0-7]?|.)/isy;
    const start = this.position;
    const source = this.take(sticky);
    const isPair = source.length === 12 && source.startsWith('\\u');
    if (!isPair || /^\\ud[89ab].{2}\\ud[c-f]/i.test(source)) return { kind: 'atom', source };
    this.position = start + 6;
    return { kind: 'atom', source: source.slice(0, 6) };
  }

  private parseQuantifier(body: PatternNode): PatternNode {
    const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
    quantifier.lastIndex = this.position;
    const found = quantifier.exec(this.source);
    if (!found) return body;
    this.position = quantifier.lastIndex;
    const [, symbol, from, comma, to] = found;
    if (symbol) return { kind: 'repeat', body, minimum: symbol === '+' ? 1 : 0, maximum: symbol === '?' ? 1 : Number.POSITIVE_INFINITY };
    const minimum = Number(from);
    return { kind: 'repeat', body, minimum, maximum: !comma ? minimum : to ? Number(to) : Number.POSITIVE_INFINITY };
  }

  private peek(text: string): boolean {
    return this.source.startsWith(text, this.position);
  }

  private accept(text: string): boolean {
    const found = this.peek(text);
    if (found) this.position += text.length;
    return found;
  }

  private take(sticky: RegExp): string {
    sticky.lastIndex = this.position;
    const [text = ''] = sticky.exec(this.source) ?? [];
    this.position += text.length;
    return text;
  }
}
