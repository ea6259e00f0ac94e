import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogService } from '../../../core/services/log-service.ts';
import { LimitedLog } from './limited-log.ts';

class KeptLog extends LogService {
  readonly lines: unknown[][] = [];
  debug = (...line: unknown[]) => void this.lines.push(line);
  info = (...line: unknown[]) => void this.lines.push(line);
  warn = (...line: unknown[]) => void this.lines.push(line);
  error = (...line: unknown[]) => void this.lines.push(line);
}

let kept: KeptLog;
let excess: number;
let log: LimitedLog;

beforeEach(() => {
  vi.useFakeTimers();
  kept = new KeptLog();
  excess = 0;
  log = new LimitedLog(kept, () => {
    excess += 1;
  });
});

afterEach(() => {
  log.dispose();
  vi.useRealTimers();
});

test('lines pass as they are while they are few', () => {
  const error = new Error('x');
  log.info('hello', { a: 1 });
  log.error('no', error, { b: 2 });
  expect(kept.lines).toEqual([
    ['hello', { a: 1 }],
    ['no', error, { b: 2 }],
  ]);
});

test('of too many some are left out, counted and told of', async () => {
  for (let count = 0; count < 5_000; count++) log.info('again');
  expect(kept.lines).toHaveLength(500);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kept.lines.at(-1)).toEqual(['Lines left out, there were too many', { lines: 4_500 }]);
  expect(excess).toBe(4_500);
  log.info('later');
  expect(kept.lines.at(-1)).toEqual(['later', undefined]);
});

test('long lines count for many', () => {
  for (let count = 0; count < 100; count++) log.info('again', { text: 'x'.repeat(100_000) });
  expect(kept.lines.length).toBeLessThan(15);
});

test('fields that can not be measured harm nobody', () => {
  const hostile: Record<string, unknown> = {
    get thrower() {
      throw new Error('read me');
    },
  };
  hostile.self = hostile;
  log.info('hello', hostile);
  expect(kept.lines).toHaveLength(1);
});

test('the end tells of what was left out so far', () => {
  for (let count = 0; count < 600; count++) log.info('again');
  log.dispose();
  expect(kept.lines.at(-1)).toEqual(['Lines left out, there were too many', { lines: 100 }]);
});
