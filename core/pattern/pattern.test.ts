import { describe, expect, test } from 'vitest';
import { processorMs } from '../../test/support/time-bounds.ts';
import { compilePattern } from './pattern.ts';

const texts = [
  '',
  'a',
  'A',
  'ab',
  'aab',
  'abab',
  'b',
  'foo',
  'foo.ts',
  'foo.test.js',
  'FOO-bar',
  'docker-compose.prod.yml',
  'a\nb',
  'a b',
  ' a',
  '_',
  '12',
  '2024-01-31',
  '/scratch/x/y',
  '/scratch/update/y',
  'é',
  'Été',
  '𝒳',
  'a𝒳b',
  '\u2028',
  '{',
  ']',
  '}',
  'a{1}',
  '\\',
  '-',
  'ß',
  'K',
  'k',
  '\0',
  '\t',
  'undefined',
  'xn--1',
  'a-b-c',
  'aaaa',
];

const patterns = [
  '',
  'a',
  '^a',
  'a$',
  '^$',
  '^a*$',
  '^(a|b)+$',
  '^(?:ab)*$',
  '(a*)*b',
  '(a|aa)+$',
  '^a{2}',
  '^a{2,}$',
  '^a{1,3}$',
  '^a{0}$',
  'a??b',
  'a+?b',
  '\\.ts$',
  '\\.(ts|js)$',
  '[a-z]+',
  '^[^a]$',
  '[\\]a]',
  '[]',
  '[^]',
  '\\d+',
  '\\D',
  '\\w+\\W',
  '\\s',
  '\\bfoo\\b',
  '\\Boo',
  '^.$',
  '^..$',
  'docker-compose.*\\.ya?ml$',
  '((/scratch/(?!update)(.*))|((/src/).*/)).*$',
  '(?=a)ab',
  '^(?!foo)',
  'a(?!b)',
  '(?<year>\\d{4})-(?<month>\\d\\d)',
  '\\x41',
  '\\u0041',
  '\\cI',
  '\\0',
  '\\t',
  'é',
  '[à-ÿ]',
  '{',
  ']',
  'a{',
  'a{,2}',
  '}',
  '\\-',
  '\\/',
  '|a',
  'a|',
  '(|a)b',
  '(?:)',
  '(?:a?){3}b',
  '^(?:(?:a|b)(?:a|b))*$',
  '\\1',
  '\\8',
  '\\12',
  '[\\b]',
  '[\\d-x]',
  'x*',
  '^(a?b?)*$',
  '(?=.*b)^a',
  '(?:a|ab)(?:b|$)',
];

describe('compilePattern agrees with JavaScript', () => {
  test.each(['', 'i', 's', 'm', 'u', 'iu', 'gimsy'])('under flags "%s"', (flags) => {
    const differences: string[] = [];
    for (const source of patterns) {
      const expected = nativeExpression(source, flags);
      if (!expected) {
        expect(() => compilePattern(source, flags)).toThrow(SyntaxError);
        continue;
      }
      const pattern = compilePattern(source, flags);
      for (const text of texts) {
        if (pattern.test(text) !== expected.test(text)) differences.push(`/${source}/${flags} on ${JSON.stringify(text)}`);
      }
    }
    expect(differences).toEqual([]);
  });

  test('in the escapes of unicode patterns', () => {
    for (const [source, text] of [
      ['^\\u{1d4b3}$', '𝒳'],
      ['^\\ud835\\udcb3$', '𝒳'],
      ['^\\u0041\\u0042$', 'AB'],
      ['^\\p{L}+$', 'Été'],
      ['^\\P{L}$', '1'],
      ['^[\\u{1d4b3}]$', '𝒳'],
    ] as const) {
      expect(compilePattern(source, 'u').test(text), source).toBe(true);
    }
  });

  test('on patterns and texts made at random', () => {
    const random = seededRandom(42);
    const pick = (choices: string) => choices[Math.floor(random() * choices.length)] as string;
    const differences: string[] = [];
    for (let round = 0; round < 3_000; round += 1) {
      const source = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick('aab.()|*+?^$[]')).join('');
      const expected = nativeExpression(source, '');
      const text = Array.from({ length: Math.floor(random() * 6) }, () => pick('aab\n')).join('');
      if (expected && compilePattern(source).test(text) !== expected.test(text)) differences.push(`/${source}/ on ${JSON.stringify(text)}`);
    }
    expect(differences).toEqual([]);
  });
});

describe('compilePattern is bounded', () => {
  test.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '^(.*a){20}$',
    '^a*a*a*a*a*a*a*$',
    '^(?=(a+)+$)(a+)+$',
    '(?=.*b)'.repeat(20),
    '^(a?){50}a{50}$',
  ])('on %s, which takes other engines for ever', (source) => {
    const pattern = compilePattern(source);
    expect(processorMs(() => expect(pattern.test(`${'a'.repeat(4_000)}!`)).toBe(false))).toBeLessThan(2_000);
  });

  test.each([
    ['a'.repeat(1_001), /longer than 1000/],
    ['(?:(?:a{1000}){1000}){1000}', /too large/],
    ['(?:(?:(?:){1000}){1000}){1000}', /too large/],
    ['(a)\\1', /refers back/],
    ['(?<x>a)\\k<x>', /refers back/],
    ['(?<=a)b', /looks behind/],
    ['(?i:a)b', /inline flags/],
    ['(', /./],
  ])('by refusing %s', (source, problem) => {
    expect(() => compilePattern(source)).toThrow(problem);
  });

  test('by matching no text beyond 4096 characters', () => {
    expect(compilePattern('a').test('a'.repeat(4_096))).toBe(true);
    expect(compilePattern('a').test('a'.repeat(4_097))).toBe(false);
  });

  test('by taking no flag it does not know', () => {
    expect(() => compilePattern('a', 'v')).toThrow(/flags/);
  });
});

/** `undefined` for what the engine itself refuses. `g` and `y`, which are ignored, are left out. */
function nativeExpression(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags.replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
}

/** Linear congruential generator (Numerical Recipes), so that a failure can be repeated. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
