import { expect, test } from 'vitest';
import { isCancellation, ShellError } from '../errors.ts';
import { packFailure, packValue, unpackError, unpackOutcome } from './call-outcome.ts';

function failureOf(error: unknown, traced = true): Error {
  try {
    unpackOutcome(packFailure(error, { traced }));
  } catch (failure) {
    return failure as Error;
  }
  throw new Error('It did not fail');
}

test('a value comes back, undefined too', () => {
  expect(unpackOutcome(packValue({ a: 1 }, 100))).toEqual({ a: 1 });
  expect(unpackOutcome(packValue(undefined, 100))).toBeUndefined();
});

test('a ShellError stays one, with its code and details, and its sentence', () => {
  const failure = failureOf(new ShellError('network.refused', { host: 'a', systemCode: 'ECONNREFUSED' }));
  expect(failure).toBeInstanceOf(ShellError);
  expect(failure).toMatchObject({ code: 'network.refused', details: { host: 'a', systemCode: 'ECONNREFUSED' } });
  expect(failure.message).toBe('a refuses connections (ECONNREFUSED).');
});

test('a bug stays a plain error, with its name, its stack and its causes for the host', () => {
  const failure = failureOf(new TypeError('x is not a function', { cause: new RangeError('why') }));
  expect(failure).toMatchObject({ name: 'TypeError', message: 'x is not a function', cause: { name: 'RangeError', message: 'why' } });
  expect(failure.stack).toContain('call-outcome.test.ts');
});

test('a plugin learns nothing of the host’s files and inner causes', () => {
  const failure = failureOf(new ShellError('storage.full', { path: 'p' }, { cause: new Error('inner') }), false);
  expect(failure.cause).toBeUndefined();
  expect(failure.stack).not.toContain('.ts');
});

test('a cancellation stays one', () => {
  expect(isCancellation(failureOf(new DOMException('gone', 'AbortError')))).toBe(true);
});

test('whatever else is thrown becomes an error', () => {
  const hostile = {
    toString: () => {
      throw new Error('no');
    },
  };
  expect(failureOf('text').message).toBe('text');
  expect(failureOf(undefined).message).toBe('undefined');
  expect(failureOf(hostile).message).toBe('Unknown error');
});

test.each<unknown>([
  null,
  1,
  'x',
  [],
  { code: 'network.refused' },
  { code: 'no code', details: {} },
  { code: 'network.refused', details: { host: { nested: true } } },
  { code: `${'x'.repeat(200)}.y`, details: {} },
  { message: { toString: 1 }, name: [], stack: {} },
])('%j makes a plain error and nothing worse', (packed) => {
  const error = unpackError(packed);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(ShellError);
  expect(typeof error.message).toBe('string');
});

test('causes end somewhere', () => {
  const endless = Array.from({ length: 100 }).reduce<unknown>((cause) => ({ message: 'm', cause }), undefined);
  let depth = 0;
  for (let error: unknown = unpackError(endless); error instanceof Error; error = error.cause) depth += 1;
  expect(depth).toBe(5);
});

test('texts are cut', () => {
  expect(unpackError({ message: 'x'.repeat(100_000) }).message.length).toBeLessThan(10_000);
});
