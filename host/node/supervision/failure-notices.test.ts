import { beforeEach, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import { NotificationCenter } from '../window/notification-center.ts';
import { FailureNotices } from './failure-notices.ts';

let notifications: NotificationCenter;
let notices: FailureNotices;

beforeEach(() => {
  notifications = new NotificationCenter(() => {});
  notices = new FailureNotices({ notifications });
});

const status = (state: PluginStatus['state'], error?: unknown) => ({ id: 'a', state, error }) as PluginStatus;
const update = (...args: Parameters<typeof status>) => notices.update('a', status(...args));
const shown = () => notifications.list().map(({ message }) => message.key);

test('a failure is told until the plugin runs', () => {
  update('failed', new ShellError('plugin.fault', { plugin: 'a', activity: 'activate' }));
  update('activating');
  expect(shown()).toEqual(['error.plugin.fault']);
  update('active');
  expect(shown()).toEqual([]);
});

test('a failure is told until the plugin is gone', () => {
  update('failed', new ShellError('plugin.not-a-class', { plugin: 'a' }));
  notices.update('a', undefined);
  expect(shown()).toEqual([]);
});

test('of one plugin the newest failure alone is told, of others each', () => {
  update('failed', new ShellError('plugin.fault', { plugin: 'a', activity: 'load' }));
  notices.update('b', { ...status('failed', new Error('b')), id: 'b' });
  update('failed', new ShellError('plugin.not-a-class', { plugin: 'a' }));
  expect(shown()).toEqual(['error.plugin.activation-failed', 'error.plugin.not-a-class']);
});

test('a failure that the user has read and closed is not told again', () => {
  const error = new ShellError('plugin.not-a-class', { plugin: 'a' });
  update('failed', error);
  notifications.answer(notifications.list()[0]?.id ?? '', null);
  update('failed', error);
  expect(shown()).toEqual([]);
});

test('who gave up is not told of it', () => {
  update('failed', new DOMException('Given up', 'AbortError'));
  expect(shown()).toEqual([]);
});

test('an author is told the cause, in the window and elsewhere, unless the plugin was mended meanwhile', async () => {
  const told: string[] = [];
  const answers = [Promise.withResolvers<{ key: string }>(), Promise.withResolvers<{ key: string }>()];
  const waiting = answers.map(({ promise }) => promise);
  const describeForAuthor = () => waiting.shift();
  notices = new FailureNotices({ notifications, describeForAuthor, tellAuthor: ({ key }) => told.push(key) });
  update('failed', new ShellError('plugin.not-a-class', { plugin: 'a' }));
  update('active');
  update('failed', new ShellError('plugin.not-a-class', { plugin: 'a' }));
  for (const [index, { resolve }] of answers.entries()) resolve({ key: `cause ${index}` });
  await Promise.all(answers.map(({ promise }) => promise));
  expect(shown()).toEqual(['cause 1']);
  expect(told).toEqual(['cause 1']);
});
