/** Operators and words that stand for themselves, and the three kinds that carry a text. */
export type TokenKind =
  | '('
  | ')'
  | '!'
  | '&&'
  | '||'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '=~'
  | 'true'
  | 'false'
  | 'in'
  | 'not'
  | 'word'
  | 'quoted'
  | 'regex'
  | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; without the quotes for `quoted`. */
  readonly text: string;
  /** Index of its first character. */
  readonly offset: number;
}

/** A clause that can't be read on; `offset` is the index of the character in question. */
export class WhenSyntaxError extends Error {
  constructor(
    readonly problem: string,
    readonly offset: number,
  ) {
    super(problem);
  }
}

const whitespace = /[ \t\r\n\u00a0]+/y;
const operator = /===?|!==?|=~|&&|\|\||<=|>=|[()!<>]/y;
const quoted = /'([^']*)'/y;
// In a class, a slash does not end the expression.
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])*\/[igsmyu]*/sy;
// A word may begin with any character. `<` and `>` belong to it unless `=` follows, for keys such as `vim.use<C-r>`.
const word = /.(?:[a-zA-Z0-9_\-./\\:*?%+[\]^,#@;"]|[\u0080-\u009f\u00a1-\u{10ffff}]|[<>](?!=))*/suy;
const keywords: readonly string[] = ['true', 'false', 'in', 'not'] satisfies TokenKind[];

/**
 * Cuts a `when` clause into tokens, the last of kind `end`, by VS Code's rules (`contextkey/common/scanner.ts`).
 * @throws WhenSyntaxError
 */
export function scanWhenClause(clause: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < clause.length) {
    const blank = matchAt(whitespace, clause, offset);
    if (blank) {
      offset += blank[0].length;
      continue;
    }
    const { token, length } = scanToken(clause, offset);
    tokens.push(token);
    offset += length;
  }
  return [...tokens, { kind: 'end', text: '', offset: clause.length }];
}

function scanToken(clause: string, offset: number): { token: Token; length: number } {
  const first = clause.charAt(offset);
  if (first === "'") {
    const found = matchAt(quoted, clause, offset);
    if (!found) throw new WhenSyntaxError("the string is not closed; add '", offset);
    return { token: { kind: 'quoted', text: found[1] ?? '', offset }, length: found[0].length };
  }
  if (first === '/') {
    const found = matchAt(regex, clause, offset);
    if (!found) throw new WhenSyntaxError('the regular expression is not closed; add /', offset);
    return { token: { kind: 'regex', text: found[0], offset }, length: found[0].length };
  }
  const found = matchAt(operator, clause, offset);
  if (found) {
    const kind = found[0].replace(/^([=!]=)=$/, '$1') as TokenKind;
    return { token: { kind, text: found[0], offset }, length: found[0].length };
  }
  if ('=&|'.includes(first)) {
    throw new WhenSyntaxError(`${first} stands alone; ${first === '=' ? "'==' or '=~'" : `'${first}${first}'`} is meant`, offset);
  }
  const [text = first] = matchAt(word, clause, offset) ?? [];
  return { token: { kind: keywords.includes(text) ? (text as TokenKind) : 'word', text, offset }, length: text.length };
}

function matchAt(sticky: RegExp, text: string, offset: number): RegExpExecArray | null {
  sticky.lastIndex = offset;
  return sticky.exec(text);
}
