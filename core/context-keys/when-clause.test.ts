import { describe, expect, test } from 'vitest';
import { processorMs } from '../../test/support/time-bounds.ts';
import { ShellError } from '../errors.ts';
import { parseWhenClause, whenClauseHolds } from './when-clause.ts';

/** The expected answers are VS Code's, from its own tests or read off its sources. */
const context: Record<string, unknown> = {
  yes: true,
  no: false,
  five: '5',
  number: 5,
  one: 1,
  letter: 'd',
  file: 'docker-compose.prod.yml',
  'plugin:key.with-all_signs/a\\b*?%+[^,#@;"': true,
  'vim.use<C-r>': true,
  list: ['d', 'e', 5],
  members: { d: false },
  empty: '',
  clé: 'été',
  quotedTrue: 'true',
  in: true,
};

function evaluate(clause: string): boolean {
  return parseWhenClause(clause).evaluate((key) => (Object.hasOwn(context, key) ? context[key] : undefined));
}

function fault(clause: string): { position: unknown; problem: unknown } {
  try {
    parseWhenClause(clause);
  } catch (error) {
    expect(error).toBeInstanceOf(ShellError);
    const { code, details } = error as ShellError;
    expect(code).toBe('when-clause.invalid');
    return { position: details.position, problem: details.problem };
  }
  throw new Error(`${clause} was accepted`);
}

describe('a when clause holds as in VS Code', () => {
  test.each([
    // Keys and constants
    ['yes', true],
    ['no', false],
    ['unset', false],
    ['number', true],
    ['empty', false],
    ['true', true],
    ['false', false],
    ['!true', false],
    ['!false', true],
    ['!yes', false],
    ['!unset', true],
    // Precedence
    ['no && yes || yes', true],
    ['yes || yes && no', true],
    ['(yes || yes) && no', false],
    ['no && yes || yes && no', false],
    ['!(yes && no)', true],
    ['!(no || yes) || no', false],
    ['!(!(yes))', true],
    ['yes&&!no', true],
    // Equality is loose; true and false without quotes ask whether the key is set
    ['five == 5', true],
    ['number == 5', true],
    ["number == '5'", true],
    ['number === 5', true],
    ['number !== 5', false],
    ['number != 6', true],
    ['unset == 5', false],
    ['unset != 5', true],
    ['yes == true', true],
    ['letter == true', true],
    ['unset == false', true],
    ['yes != true', false],
    ['unset != false', false],
    ['letter != false', true],
    ["yes == 'true'", false],
    ["quotedTrue == 'true'", true],
    ['yes == 1', true],
    ['empty ==', true],
    ['unset ==', false],
    ['empty == && yes', true],
    ["letter == 'd'", true],
    ['letter=="d"', false],
    ['letter == in', false],
    ['clé == été', true],
    // Comparisons parse numbers on both sides; what isn't one makes them false
    ['number > 4', true],
    ['number > 5', false],
    ['number >= 5', true],
    ['five < 5.1', true],
    ['five <= 4.9', false],
    ['number >= -1', true],
    ['number >=-1', true],
    ['unset < 1', false],
    ['unset >= 1', false],
    ['letter > 1', false],
    ['number > b', false],
    ['!(number > b)', false],
    ['!(unset > 1)', false],
    ['!(number > 4)', false],
    ['!(number >= 6)', true],
    // Membership
    ['letter in list', true],
    ['number in list', true],
    ['five in list', false],
    ["letter in 'list'", true],
    ['letter in members', true],
    ['five in members', false],
    ['letter in unset', false],
    ['unset in list', false],
    ['letter not in list', false],
    ['five not in list', true],
    ['letter not in unset', true],
    ['!(letter in list)', false],
    // Regular expressions; a value is matched as text, unset as "undefined"
    ['letter =~ /D/i', true],
    ['letter =~ /D/', false],
    ['letter =~ /e.*/', false],
    ['unset =~ /^undefined$/', true],
    ['number =~ /^5$/gy', true],
    ['file =~ /docker-compose.*\\.ya?ml$/ && yes', true],
    ['file =~ /[/]/', false],
    ['file =~ /\\//', false],
    ['file =~ //', true],
    ['!(letter =~ /d/)', false],
    // Keys may hold many signs
    ['plugin:key.with-all_signs/a\\b*?%+[^,#@;"', true],
    ['vim.use<C-r>', true],
    ['vim.use<C-r> && number <= 5', true],
    ['vim.use<C-r>=~/^true$/', true],
    ['number$', false],
    ['yes\u00a0&&\tyes\n', true],
    // What means nothing is passed over
    ['~ yes { && 😀 yes }', true],
  ])('%s → %s', (clause, expected) => {
    expect(evaluate(clause)).toBe(expected);
  });

  test('an inherited member of an object is not in it', () => {
    context.word = 'toString';
    expect(evaluate('word in members')).toBe(false);
  });
});

describe('a clause that is not valid says where and why', () => {
  test.each([
    ['', 1, 'a key, true, false or ( is expected instead of the end'],
    ['  ', 3, 'a key, true, false or ( is expected instead of the end'],
    ['a &&', 5, 'a key, true, false or ( is expected instead of the end'],
    ['a && && b', 6, "a key, true, false or ( is expected instead of '&&'"],
    ['a b', 3, "'b' does not belong here; is && or || missing before it?"],
    ['!a == b', 4, "'==' does not belong here; is && or || missing before it?"],
    ['!!a', 2, "a key, true, false or ( is expected instead of '!'"],
    ["'a' == b", 1, "a key, true, false or ( is expected instead of 'a'"],
    ['true == b', 6, "'==' does not belong here; is && or || missing before it?"],
    ['(a || b', 8, ') is expected instead of the end'],
    ['a)', 2, "')' does not belong here; is && or || missing before it?"],
    ['a<=1', 3, "= stands alone; '==' or '=~' is meant"],
    ['a = b', 3, "= stands alone; '==' or '=~' is meant"],
    ['a & b', 3, "& stands alone; '&&' is meant"],
    ['a | b', 3, "| stands alone; '||' is meant"],
    ["a == 'b", 6, "the string is not closed; add '"],
    ['a =~ /b', 6, 'the regular expression is not closed; add /'],
    ['a =~ b', 6, "a regular expression between slashes is expected instead of 'b'"],
    ["a =~ '/b/'", 6, "a regular expression between slashes is expected instead of '/b/'"],
    ['a not b', 7, "'in' is expected after 'not' instead of 'b'"],
    ['in', 1, "a key, true, false or ( is expected instead of 'in'"],
  ])('%s', (clause, position, problem) => {
    expect(fault(clause)).toEqual({ position, problem });
  });

  test('for a regular expression that is invalid or unbounded', () => {
    expect(fault('a =~ /(/')).toMatchObject({ position: 6, problem: expect.stringMatching(/^the regular expression can't be used: /) });
    expect(fault('a =~ /b/ii')).toMatchObject({ position: 6 });
    expect(fault('a =~ /(b)\\1/').problem).toMatch(/refers back/);
  });

  test('for one that is too long or too deep', () => {
    expect(fault('a'.repeat(5_000)).problem).toBe('it is longer than 4096 characters');
    expect(fault(`${'('.repeat(2_000)}a${')'.repeat(2_000)}`).problem).toBe('parentheses are nested deeper than 100');
  });
});

test('keys are those that the clause may look up, each once', () => {
  expect(parseWhenClause("a && !b || (c == 'x' && d in e) || a =~ /f/ || g > 1 || true").keys).toEqual(['a', 'b', 'c', 'd', 'e', 'g']);
});

test('a hostile regular expression is answered in bounded time', () => {
  const expression = parseWhenClause('a =~ /^(x+)+$/');
  expect(processorMs(() => expect(expression.evaluate(() => `${'x'.repeat(4_000)}!`)).toBe(false))).toBeLessThan(2_000);
});

describe('whenClauseHolds', () => {
  test('takes no clause for one that holds', () => {
    expect(whenClauseHolds(undefined, () => false)).toBe(true);
  });

  test('asks anew each time', () => {
    expect(whenClauseHolds('a.b', (key) => key === 'a.b')).toBe(true);
    expect(whenClauseHolds('a.b', () => undefined)).toBe(false);
  });

  test('stays right when more clauses pass than it remembers', () => {
    for (let index = 0; index < 2_100; index += 1) {
      expect(whenClauseHolds(`key${index}`, (key) => key === `key${index}`)).toBe(true);
    }
    expect(whenClauseHolds('key0', (key) => key === 'key0')).toBe(true);
  });

  test('throws for one that is not valid', () => {
    expect(() => whenClauseHolds('a &&', () => true)).toThrow(expect.objectContaining({ code: 'when-clause.invalid' }));
  });
});
