import { describe, expect, test } from 'vitest';
import { SingleRun } from './single-run.ts';

const aborted = { name: 'AbortError' };

/** Work that ends when told to, or when cancelled; `running` counts how many are under way. */
function work() {
  const starts: { finish: (value: string) => void; signal: AbortSignal }[] = [];
  const counter = { running: 0, most: 0 };
  const start = (signal: AbortSignal) => {
    counter.running += 1;
    counter.most = Math.max(counter.most, counter.running);
    return new Promise<string>((resolve, reject) => {
      starts.push({ finish: resolve, signal });
      signal.addEventListener('abort', () => reject(signal.reason));
    }).finally(() => {
      counter.running -= 1;
    });
  };
  return { starts, counter, start };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('joining', () => {
  test('shares the run under way', async () => {
    const { starts, start } = work();
    const runs = new SingleRun<string>();
    const outcomes = [runs.join(start), runs.join(start)];
    await settled();
    starts[0]!.finish('done');
    expect(await Promise.all(outcomes)).toEqual(['done', 'done']);
    expect(starts).toHaveLength(1);
  });

  test('begins anew once the run has ended, well or badly', async () => {
    const runs = new SingleRun<string>();
    expect(await runs.join(async () => 'one')).toBe('one');
    await expect(runs.join(async () => Promise.reject(new Error('two')))).rejects.toThrow('two');
    expect(await runs.join(async () => 'three')).toBe('three');
  });

  test('one who gives up leaves the run to the others; the last to give up ends it', async () => {
    const { starts, start } = work();
    const runs = new SingleRun<string>();
    const [first, second] = [new AbortController(), new AbortController()];
    const outcomes = [runs.join(start, first.signal), runs.join(start, second.signal)].map((outcome) =>
      outcome.catch((error) => error.name),
    );
    await settled();
    first.abort();
    expect(await outcomes[0]).toBe('AbortError');
    expect(starts[0]!.signal.aborted).toBe(false);
    second.abort();
    expect(await outcomes[1]).toBe('AbortError');
    expect(starts[0]!.signal.aborted).toBe(true);
  });

  test('nobody joins a run that was cancelled', async () => {
    const { starts, start } = work();
    const runs = new SingleRun<string>();
    const cancelled = runs.join(start).catch((error) => error.name);
    await settled();
    void runs.cancel();
    const next = runs.join(start);
    await settled();
    starts[1]!.finish('next');
    expect([await cancelled, await next]).toEqual(['AbortError', 'next']);
  });

  test('who has given up beforehand starts nothing', async () => {
    const { starts, start } = work();
    await expect(new SingleRun<string>().join(start, AbortSignal.abort())).rejects.toMatchObject(aborted);
    await settled();
    expect(starts).toHaveLength(0);
  });
});

describe('replacing', () => {
  test('cancels the run under way and starts when it has ended', async () => {
    const { starts, counter, start } = work();
    const runs = new SingleRun<string>();
    const outcomes = [runs.replace(start), runs.replace(start), runs.replace(start)].map((outcome) => outcome.catch((error) => error.name));
    await settled();
    starts.at(-1)!.finish('newest');
    expect(await Promise.all(outcomes)).toEqual(['AbortError', 'AbortError', 'newest']);
    expect(counter).toEqual({ running: 0, most: 1 });
  });
});

test('cancelling resolves once nothing runs any more', async () => {
  const { counter, start } = work();
  const runs = new SingleRun<string>();
  const outcome = runs.join(start).catch((error) => error.name);
  await settled();
  await runs.cancel();
  expect(counter.running).toBe(0);
  expect(await outcome).toBe('AbortError');
  await runs.cancel();
});
