import { beforeEach, expect, test } from 'vitest';
import { SharedWork } from './shared-work.ts';

let shared: SharedWork<string>;
let begun: { signal: AbortSignal; resolve: (value: string) => void; reject: (error: unknown) => void }[];

beforeEach(() => {
  shared = new SharedWork();
  begun = [];
});

const join = (signal = new AbortController().signal) =>
  shared.join('key', signal, (ending) => new Promise((resolve, reject) => void begun.push({ signal: ending, resolve, reject })));

test('all who want the same wait for one work, and the next begins another', async () => {
  const callers = [join(), join()];
  begun[0]?.resolve('done');
  expect(await Promise.all(callers)).toEqual(['done', 'done']);
  void join().catch(() => {});
  expect(begun).toHaveLength(2);
});

test('one who leaves takes it from nobody; the last who leaves ends it', async () => {
  const leaving = [new AbortController(), new AbortController()];
  const callers = leaving.map(({ signal }) => join(signal));
  leaving[0]?.abort();
  await expect(callers[0]).rejects.toMatchObject({ name: 'AbortError' });
  expect(begun[0]?.signal.aborted).toBe(false);
  leaving[1]?.abort();
  await expect(callers[1]).rejects.toMatchObject({ name: 'AbortError' });
  expect(begun[0]?.signal.aborted).toBe(true);
});

test('who comes after the last has left finds no work that is being given up', async () => {
  const leaving = new AbortController();
  const gone = join(leaving.signal);
  leaving.abort();
  await expect(gone).rejects.toThrow();
  const next = join();
  begun[1]?.resolve('anew');
  expect(await next).toBe('anew');
});

test('a failure reaches everybody', async () => {
  const callers = [join(), join()];
  begun[0]?.reject(new Error('broken'));
  expect(await Promise.allSettled(callers)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
});
