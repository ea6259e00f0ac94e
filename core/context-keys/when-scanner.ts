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

const operator = /===?|!==?|=~|&&|\|\||<=|>=|[()!<>]/y;
const quoted = /'([^']*)'/y;
// In a class, a slash does not end the expression.
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])*\/[igsmyu]*/sy;
// `<` and `>` belong to a word, for keys such as `vim.use<C-r>`: `a<=1` is no comparison, `a <= 1` is.
const word = /[a-zA-Z0-9_<>\-./\\:*?+[\]^,#@;"%$\p{L}]+/uy;
const keywords: readonly string[] = ['true', 'false', 'in', 'not'] satisfies TokenKind[];

/**
 * Cuts a `when` clause into tokens, the last of kind `end`, by VS Code's rules (`contextkey/common/scanner.ts`).
 * White space and characters that mean nothing there, such as `~` and emoji, are passed over as in VS Code.
 * @throws WhenSyntaxError
 */
export function scanWhenClause(clause: string): Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < clause.length) {
    const found = scanToken(clause, offset);
    if (found) tokens.push(found.token);
    offset += found?.length ?? 1;
  }
  return [...tokens, { kind: 'end', text: '', offset: clause.length }];
}

function scanToken(clause: string, offset: number): { readonly token: Token; readonly length: number } | undefined {
  const first = clause.charAt(offset);
  if (first === "'") {
    const [whole, text = ''] = matchAt(quoted, clause, offset) ?? fail("the string is not closed; add '", offset);
    return { token: { kind: 'quoted', text, offset }, length: whole.length };
  }
  if (first === '/') {
    const [text] = matchAt(regex, clause, offset) ?? fail('the regular expression is not closed; add /', offset);
    return { token: { kind: 'regex', text, offset }, length: text.length };
  }
  const sign = matchAt(operator, clause, offset)?.[0];
  if (sign) return { token: { kind: sign.replace(/^([=!]=)=$/, '$1') as TokenKind, text: sign, offset }, length: sign.length };
  if (first === '=') fail("= stands alone; '==' or '=~' is meant", offset);
  if (first === '&' || first === '|') fail(`${first} stands alone; '${first}${first}' is meant`, offset);
  const text = matchAt(word, clause, offset)?.[0];
  return text ? { token: { kind: keywords.includes(text) ? (text as TokenKind) : 'word', text, offset }, length: text.length } : undefined;
}

function fail(problem: string, offset: number): never {
  throw new WhenSyntaxError(problem, offset);
}

function matchAt(sticky: RegExp, text: string, offset: number): RegExpExecArray | null {
  sticky.lastIndex = offset;
  return sticky.exec(text);
}
