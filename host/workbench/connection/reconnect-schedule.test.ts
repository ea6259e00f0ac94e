import { expect, test } from 'vitest';
import { ReconnectSchedule } from './reconnect-schedule.ts';

function delays(schedule: ReconnectSchedule, count: number): number[] {
  return Array.from({ length: count }, () => schedule.nextDelayMs());
}

test('each try waits twice as long, up to ten seconds', () => {
  expect(delays(new ReconnectSchedule(() => 1), 8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

test('the moment is somewhere in the second half of that time', () => {
  expect(delays(new ReconnectSchedule(() => 0), 3)).toEqual([125, 250, 500]);
});

test('after a success it starts again from the beginning', () => {
  const schedule = new ReconnectSchedule(() => 1);
  delays(schedule, 5);
  schedule.reset();
  expect(schedule.nextDelayMs()).toBe(250);
});
