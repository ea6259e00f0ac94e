import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakePluginProcess } from '../../../test/support/fake-plugin-process.ts';
import { HeartbeatWatchdog } from './heartbeat-watchdog.ts';

let now: number;
let heard: string[];
let watchdog: HeartbeatWatchdog;

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  heard = [];
  const onDidChange = (plugin: string, isResponsive: boolean) => void heard.push(`${plugin} ${isResponsive ? 'answers' : 'is silent'}`);
  watchdog = new HeartbeatWatchdog({ onDidChange, now: () => now });
});

afterEach(() => {
  watchdog.dispose();
  vi.useRealTimers();
});

/** Time passes, and everyone has it. */
async function pass(milliseconds: number): Promise<void> {
  for (let count = 0; count < milliseconds / 10; count++) {
    now += 10;
    await vi.advanceTimersByTimeAsync(10);
  }
}

/** The host stands still, or the machine sleeps: time passes, and nothing is done in it. */
function standStill(milliseconds: number): void {
  now += milliseconds;
}

test('a process that answers is left alone', async () => {
  const process = new FakePluginProcess();
  watchdog.watch('sound', process);
  await pass(10_000);
  expect(heard).toEqual([]);
  expect(process.pingCount).toBe(41);
});

test.each([0, 100, 200, 240])('a loop is noticed within a second, when it begins %i ms after an answer', async (beginMs) => {
  const process = new FakePluginProcess();
  watchdog.watch('looping', process);
  await pass(250 + beginMs);
  process.loop();
  await pass(990);
  expect(heard).toEqual(['looping is silent']);
});

test('a pause shorter than half a second is none', async () => {
  const process = new FakePluginProcess();
  watchdog.watch('busy', process);
  process.loop();
  await pass(650);
  process.recover();
  await pass(5_000);
  expect(heard).toEqual([]);
});

test('a process that answers again is told of', async () => {
  const process = new FakePluginProcess();
  watchdog.watch('slow', process);
  process.loop();
  await pass(2_000);
  process.recover();
  await pass(500);
  expect(heard).toEqual(['slow is silent', 'slow answers']);
});

test('time in which the host stood still is not held against anyone', async () => {
  const process = new FakePluginProcess();
  watchdog.watch('patient', process);
  await pass(240);
  process.loop();
  await pass(20);
  standStill(60_000);
  await vi.advanceTimersByTimeAsync(250);
  process.recover();
  await pass(2_000);
  expect(heard).toEqual([]);
});

test('a process that takes long to start is not silent', async () => {
  const process = new FakePluginProcess();
  process.loop();
  watchdog.watch('starting', process);
  await pass(5_000);
  process.recover();
  await pass(2_000);
  expect(heard).toEqual([]);
});

test('each is watched for itself, and no longer than somebody wants it', async () => {
  const [looping, sound] = [new FakePluginProcess(), new FakePluginProcess()];
  const handles = [watchdog.watch('looping', looping), watchdog.watch('sound', sound)];
  await pass(10);
  looping.loop();
  await pass(1_000);
  for (const handle of handles) handle.dispose();
  const pings = sound.pingCount;
  looping.recover();
  await pass(1_000);
  expect([heard, sound.pingCount, vi.getTimerCount()]).toEqual([['looping is silent'], pings, 0]);
});
