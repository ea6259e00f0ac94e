import { describe, expect, it, test } from 'vitest';
import { Secret } from '../secret.ts';
import { maximumDepth, packData, unpackData } from './packed-data.ts';

const roundTrip = (value: unknown) => unpackData(packData(value, 10_000));
const nested = (depth: number) => Array.from({ length: depth }).reduce((inner: unknown) => [inner], 1);

describe('plain data', () => {
  it.each<unknown>([
    null,
    true,
    0,
    -1.5,
    '',
    'Été « 2024 »\n\u2028',
    [],
    [[1], [['a']]],
    { a: { b: [{}, null] }, constructor: 1, toString: 'x' },
    { value: 1, marks: [[['value'], 'text']] },
    undefined,
    [undefined, 1, undefined],
  ])('%j arrives as it left', (value) => {
    expect(roundTrip(value)).toEqual(value);
  });

  it('loses members that are undefined, and keeps the order of the others', () => {
    expect(Object.keys(roundTrip({ b: 1, a: undefined, c: 2 }) as object)).toEqual(['b', 'c']);
  });

  it.each([
    [new Map(), 'Map'],
    [new Date(), 'Date'],
    [() => {}, 'function'],
    [Symbol('s'), 'symbol'],
    [1n, 'bigint'],
    [Number.NaN, 'number'],
    [new (class Custom {})(), 'Custom'],
    [Object.defineProperty({}, '__proto__', { value: 1, enumerable: true }), 'Object'],
  ])('is not %s, and the place is named', (value, kind) => {
    expect(() => packData({ list: [0, value] }, 1_000)).toThrow(
      expect.objectContaining({ code: 'rpc.not-plain-data', details: { path: '/list/1', kind } }),
    );
  });

  it('is not what goes in circles, or deeper than anybody nests', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const value of [circle, nested(maximumDepth + 1)]) {
      expect(() => packData(value, 100_000)).toThrow(expect.objectContaining({ code: 'rpc.not-plain-data' }));
    }
    expect(roundTrip(nested(maximumDepth - 1))).toEqual(nested(maximumDepth - 1));
  });

  it('is bounded in length', () => {
    expect(() => packData('x'.repeat(1_000), 1_000)).toThrow(expect.objectContaining({ code: 'rpc.too-large' }));
  });
});

describe('secrets', () => {
  it('arrive as secrets, wherever they are', async () => {
    const { password, list } = roundTrip({ password: new Secret('Été&2024'), list: [1, new Secret('')] }) as {
      password: Secret;
      list: [number, Secret];
    };
    expect(password).toBeInstanceOf(Secret);
    expect(await password.reveal()).toBe('Été&2024');
    expect(await list[1].reveal()).toBe('');
    const alone = roundTrip(new Secret('alone')) as Secret;
    expect(await alone.reveal()).toBe('alone');
  });

  it('are apart from the data, so that no data can be taken for one', () => {
    const packed = packData({ a: new Secret('hidden'), b: 'shown' }, 1_000);
    expect(JSON.parse(packed)).toEqual({ value: { a: null, b: 'shown' }, marks: [[['a'], 'hidden']] });
  });
});

describe('what nobody packed', () => {
  test.each([
    ['text', '{"value":'],
    ['without value', '{}'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['marks of another shape', '{"value":1,"marks":[1]}'],
    ['a mark without path', '{"value":null,"marks":[["value","x"]]}'],
    ['a mark that leads nowhere', '{"value":{},"marks":[[["a"],"x"]]}'],
    ['a mark on a value', '{"value":{"a":1},"marks":[[["a"],"x"]]}'],
    ['a mark through a prototype', '{"value":{},"marks":[[["__proto__","polluted"],"x"]]}'],
    ['a mark through a method', '{"value":{},"marks":[[["constructor","name"],"x"]]}'],
    ['a mark into a text', '{"value":"abc","marks":[[["length"],"x"]]}'],
    ['a mark by an object', '{"value":{"a":null},"marks":[[[{}],"x"]]}'],
    ['a prototype by name', '{"value":{"__proto__":{"polluted":1}}}'],
    ['a prototype deep inside', '{"value":[{"a":{"__proto__":null}}]}'],
    ['data without end', `{"value":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('%s is refused', (_name, packed) => {
    expect(() => unpackData(packed)).toThrow(expect.objectContaining({ name: 'PackedDataInvalid' }));
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
