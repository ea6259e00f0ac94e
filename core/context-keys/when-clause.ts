import { ShellError } from '../errors.ts';
import { compilePattern } from '../pattern/pattern.ts';
import { type ComparisonOperator, type Condition, collectKeys, holds, type Lookup, negate } from './condition.ts';
import { scanWhenClause, type Token, type TokenKind, WhenSyntaxError } from './when-scanner.ts';

/** A `when` or `enablement` clause, ready to be asked. */
export interface WhenExpression {
  /** Keys it may look up, each once. */
  readonly keys: readonly string[];
  /** Never throws and takes bounded time. `lookup` answers `undefined` for a key that is not set. */
  evaluate(lookup: Lookup): boolean;
}

const maximumClauseLength = 4_096;
const maximumDepth = 100;

/**
 * Parses VS Code's `when` language. From lowest to highest: `||`, `&&`, `!`, comparisons
 * (`==` `===` `!=` `!==` `<` `<=` `>` `>=` `in` `not in` `=~ /regex/flags`), of which the left side is always a key.
 * The right side is a text, quoted or not, save for `in`, where it names the key that holds the list.
 * `!` applies to a key, `true`, `false` or parentheses. Source: `contextkey/common/{contextkey,scanner}.ts` of microsoft/vscode.
 *
 * Held against VS Code's own parser over 600 000 clauses made at random, it differed in one thing only: VS Code
 * folds `a <= 1 || a > 1` into `true`, also for an `a` that is no number.
 *
 * Regular expressions come from manifests that nobody vouches for: they are matched in bounded time,
 * against values of at most 4096 characters, and those that can't be are refused (see `compilePattern`).
 *
 * @throws ShellError `when-clause.invalid` with `clause`, `problem` and `position`, counted from 1.
 */
export function parseWhenClause(clause: string): WhenExpression {
  try {
    if (clause.length > maximumClauseLength)
      throw new WhenSyntaxError(`it is longer than ${maximumClauseLength} characters`, maximumClauseLength);
    const condition = new WhenParser(scanWhenClause(clause)).parse();
    const keys = new Set<string>();
    collectKeys(condition, keys);
    return { keys: [...keys], evaluate: (lookup) => holds(condition, lookup) };
  } catch (error) {
    if (!(error instanceof WhenSyntaxError)) throw error;
    throw new ShellError('when-clause.invalid', { clause, position: error.offset + 1, problem: error.problem });
  }
}

/** Parsed clauses by text, the oldest first. Bounded, since manifests come and go. */
const parsedClauses = new Map<string, WhenExpression>();
const maximumParsedClauses = 2_000;

/**
 * Whether a clause holds. None (`undefined`) always does.
 * @throws ShellError `when-clause.invalid`; manifests are checked when they are read, so only other callers meet it.
 */
export function whenClauseHolds(clause: string | undefined, lookup: Lookup): boolean {
  if (clause === undefined) return true;
  let expression = parsedClauses.get(clause);
  if (!expression) {
    expression = parseWhenClause(clause);
    const [oldest] = parsedClauses.keys();
    if (oldest !== undefined && parsedClauses.size >= maximumParsedClauses) parsedClauses.delete(oldest);
    parsedClauses.set(clause, expression);
  }
  return expression.evaluate(lookup);
}

class WhenParser {
  private index = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  parse(): Condition {
    const condition = this.parseAny();
    if (this.next.kind !== 'end') this.fail(`${this.describeNext()} does not belong here; is && or || missing before it?`);
    return condition;
  }

  private parseAny(): Condition {
    return this.parseList('any', '||', () => this.parseAll());
  }

  private parseAll(): Condition {
    return this.parseList('all', '&&', () => this.parseTerm());
  }

  private parseList(kind: 'all' | 'any', separator: TokenKind, parsePart: () => Condition): Condition {
    const first = parsePart();
    const parts = [first];
    while (this.accept(separator)) parts.push(parsePart());
    return parts.length === 1 ? first : { kind, parts };
  }

  private parseTerm(): Condition {
    const negated = this.accept('!');
    if (this.accept('true')) return { kind: 'constant', value: !negated };
    if (this.accept('false')) return { kind: 'constant', value: negated };
    if (this.accept('(')) return negated ? negate(this.parseParenthesized()) : this.parseParenthesized();
    if (this.next.kind !== 'word') this.fail(`a key, true, false or ( is expected instead of ${this.describeNext()}`);
    const key = this.take().text;
    return negated ? { kind: 'truthy', key, negated } : this.parseComparison(key);
  }

  private parseParenthesized(): Condition {
    this.depth += 1;
    if (this.depth > maximumDepth) this.fail(`parentheses are nested deeper than ${maximumDepth}`);
    const condition = this.parseAny();
    if (!this.accept(')')) this.fail(`) is expected instead of ${this.describeNext()}`);
    this.depth -= 1;
    return condition;
  }

  private parseComparison(key: string): Condition {
    const { kind } = this.next;
    switch (kind) {
      case '==':
      case '!=':
        this.take();
        return this.parseEquality(key, kind === '!=');
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.take();
        return this.parseOrder(key, kind);
      case '=~':
        this.take();
        return this.parseMatch(key);
      case 'in':
        this.take();
        return { kind: 'in', key, listKey: this.parseValue(), negated: false };
      case 'not':
        this.take();
        if (!this.accept('in')) this.fail(`'in' is expected after 'not' instead of ${this.describeNext()}`);
        return { kind: 'in', key, listKey: this.parseValue(), negated: true };
      default:
        return { kind: 'truthy', key, negated: false };
    }
  }

  private parseEquality(key: string, negated: boolean): Condition {
    const isQuoted = this.next.kind === 'quoted';
    const value = this.parseValue();
    if (isQuoted || (value !== 'true' && value !== 'false')) return { kind: 'equals', key, value, negated };
    return { kind: 'truthy', key, negated: negated !== (value === 'false') };
  }

  private parseOrder(key: string, operator: ComparisonOperator): Condition {
    return { kind: 'compares', key, operator, operand: Number.parseFloat(this.parseValue()) };
  }

  private parseMatch(key: string): Condition {
    if (this.next.kind !== 'regex') this.fail(`a regular expression between slashes is expected instead of ${this.describeNext()}`);
    const { text } = this.next;
    const end = text.lastIndexOf('/');
    try {
      const pattern = compilePattern(text.slice(1, end), text.slice(end + 1).replace(/[gy]/g, ''));
      this.take();
      return { kind: 'matches', key, pattern, negated: false };
    } catch (error) {
      return this.fail(`the regular expression can't be used: ${error instanceof Error ? error.message : error}`);
    }
  }

  /** A missing value is the empty text, as in VS Code: `key ==`. */
  private parseValue(): string {
    return ['word', 'quoted', 'true', 'false', 'in'].includes(this.next.kind) ? this.take().text : '';
  }

  private get next(): Token {
    return this.tokens[this.index] as Token;
  }

  private take(): Token {
    const token = this.next;
    this.index += 1;
    return token;
  }

  private accept(kind: TokenKind): boolean {
    const found = this.next.kind === kind;
    if (found) this.index += 1;
    return found;
  }

  private describeNext(): string {
    return this.next.kind === 'end' ? 'the end' : `'${this.next.text}'`;
  }

  private fail(problem: string): never {
    throw new WhenSyntaxError(problem, this.next.offset);
  }
}
