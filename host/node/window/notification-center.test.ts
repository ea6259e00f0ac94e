import { beforeEach, expect, test } from 'vitest';
import type { NotificationAction } from '../../../core/services/notification-service.ts';
import { NotificationCenter } from './notification-center.ts';

const never = new AbortController().signal;
const greeting = { severity: 'info', message: { key: 'hello' } } as const;

let ran: { plugin: string; action: NotificationAction }[];
let center: NotificationCenter;

beforeEach(() => {
  ran = [];
  center = new NotificationCenter((plugin, action) => ran.push({ plugin, action }));
});

test('a notification stays until it is closed or its handle disposed', () => {
  const handle = center.show('hello', greeting);
  center.show('hello', greeting);
  center.answer(center.list()[1]?.id ?? '', null);
  expect(center.list()).toHaveLength(1);
  handle.dispose();
  expect(center.list()).toEqual([]);
  expect(ran).toEqual([]);
});

test('a button runs its command in the plugin’s name and closes the notification', () => {
  const action = { title: { key: 'go' }, command: 'hello.go', args: { now: true } };
  center.show('hello', { ...greeting, actions: [action] });
  const id = center.list()[0]?.id ?? '';
  center.answer(id, 1);
  expect(center.list()).toHaveLength(1);
  center.answer(id, 0);
  center.answer(id, 0);
  expect(ran).toEqual([{ plugin: 'hello', action }]);
  expect(center.list()).toEqual([]);
});

test('work shows how far it is and goes when it ends', async () => {
  const seen: unknown[] = [];
  center.onDidChange(() => seen.push(center.list()[0]?.progress));
  const result = await center.withProgress(
    'hello',
    { key: 'working' },
    async (progress) => {
      progress.report({ fraction: 0.5, message: { key: 'half' } });
      return 'done';
    },
    never,
  );
  expect(result).toBe('done');
  expect(seen).toEqual([{ fraction: null, message: null }, { fraction: 0.5, message: { key: 'half' } }, undefined]);
});

test('work can be cancelled, but not closed', async () => {
  const work = center.withProgress('hello', { key: 'working' }, (_progress, signal) => waitFor(signal), never);
  const id = center.list()[0]?.id ?? '';
  center.answer(id, null);
  expect(center.list()).toHaveLength(1);
  center.cancel(id);
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  expect(center.list()).toEqual([]);
});

test('work that heeds no signal goes with its plugin, and does not begin after it', async () => {
  const ending = new AbortController();
  const begin = () => center.withProgress('hello', { key: 'working' }, () => new Promise(() => {}), ending.signal);
  const work = begin();
  expect(center.list()).toHaveLength(1);
  ending.abort();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
  await expect(begin()).rejects.toMatchObject({ name: 'AbortError' });
  expect(center.list()).toEqual([]);
});

test('a report after the end shows nothing', async () => {
  let late: () => void = () => {};
  await center.withProgress('hello', { key: 'working' }, async ({ report }) => (late = () => report({ fraction: 1 })), never);
  late();
  expect(center.list()).toEqual([]);
});

test('a plugin in a loop does not drown the window, nor hide work under way', async () => {
  const ending = new AbortController();
  const work = center.withProgress('hello', { key: 'working' }, (_progress, signal) => waitFor(signal), ending.signal);
  for (let count = 0; count < 200; count++) center.show('loop', greeting);
  expect(center.list()).toHaveLength(50);
  expect(center.list()[0]?.progress).toBeDefined();
  ending.abort();
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

function waitFor(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}
