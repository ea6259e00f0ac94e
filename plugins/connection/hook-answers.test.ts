import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { checksSchema, refusalSchema } from './hook-answers.ts';

const tick = (label: unknown) => [{ label, ok: true, sentence: { key: 'a' } }];
const accepts = (label: unknown) => v.is(checksSchema, tick(label));

function nest(depth: number): unknown {
  let nested: unknown = { key: 'a' };
  for (let level = 0; level < depth; level += 1) nested = { key: 'a', args: { inner: nested } };
  return nested;
}

describe('what another plugin answers', () => {
  test('is taken where it speaks as people read', () => {
    expect(accepts({ key: 'tick.label', args: { name: 'Dupont', count: 3, inner: { key: 'b' } } })).toBe(true);
    expect(accepts({ key: 'x'.repeat(1000) })).toBe(true);
  });

  test.each([
    ['a key as long as a book', { key: 'x'.repeat(100_000) }],
    ['a value as long as a book', { key: 'a', args: { x: 'x'.repeat(100_000) } }],
    ['hundreds of values', { key: 'a', args: Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`a${index}`, 1])) }],
    ['messages in messages without end', nest(100_000)],
    ['a name of a value as long as a book', { key: 'a', args: { ['x'.repeat(100_000)]: 1 } }],
    ['a number that is none', { key: 'a', args: { x: Number.NaN } }],
  ])('%s is not', (_what, label) => {
    expect(accepts(label)).toBe(false);
  });

  test('is not, where much that is short makes up a book', () => {
    const ticks = (count: number) => Array.from({ length: count }, () => tick({ key: 'x'.repeat(1900) })[0]);
    expect([v.is(checksSchema, ticks(20)), v.is(checksSchema, ticks(50))]).toEqual([true, false]);
  });

  test('is not, where a stage of an address is not named, timed or described as stages are', () => {
    const stage = { ...tick({ key: 'a' })[0], address: 'update', name: 'shelf-2', ms: 12.5, detail: 'x' };
    expect(v.is(checksSchema, [stage])).toBe(true);
    for (const wrong of [
      { address: 'proxy' },
      { name: '<b>' },
      { name: '' },
      { ms: -1 },
      { ms: Number.NaN },
      { ms: '1' },
      { detail: 'x'.repeat(201) },
    ]) {
      expect({ wrong, isTaken: v.is(checksSchema, [{ ...stage, ...wrong }]) }).toEqual({ wrong, isTaken: false });
    }
  });

  test('can name a command only as commands are named', () => {
    expect(v.is(refusalSchema, { reason: { key: 'a' }, command: 'x'.repeat(10_000) })).toBe(false);
  });
});
