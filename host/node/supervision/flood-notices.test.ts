import { beforeEach, expect, test } from 'vitest';
import { LogService } from '../../../core/services/log-service.ts';
import { NotificationCenter } from '../window/notification-center.ts';
import { FloodNotices } from './flood-notices.ts';

class SilentLog extends LogService {
  debug() {}
  info() {}
  warn() {}
  error() {}
}

let now: number;
let center: NotificationCenter;
let notices: FloodNotices;

beforeEach(() => {
  now = 0;
  center = new NotificationCenter(() => {});
  notices = new FloodNotices({
    notifications: center,
    log: new SilentLog(),
    displayName: (plugin) => `« ${plugin} »`,
    onFlood: () => {},
    now: () => now,
  });
});

const shown = () => center.list().map(({ plugin, message }) => [plugin, message.key, message.args?.plugin]);

test('a plugin that floods is named once, by the shell', () => {
  for (let count = 0; count < 100; count++) notices.report('loud', count % 2 ? 'log' : 'notifications');
  expect(shown()).toEqual([['shell', 'notification.plugin.flood', '« loud »']]);
});

test('each plugin is named for itself', () => {
  notices.report('loud', 'log');
  notices.report('other', 'log');
  expect(shown()).toHaveLength(2);
});

test('it is named again when it still floods after five minutes', () => {
  notices.report('loud', 'log');
  now = 300_000;
  notices.report('loud', 'log');
  expect(shown()).toHaveLength(2);
});

test.each(['dialogs', 'files'] as const)('whoever asks too many questions about %s can be told to stop', (permission) => {
  notices.report('curious', permission);
  expect(center.list()[0]?.actions).toMatchObject([
    { command: 'shell.plugins.set-permission', args: { plugin: 'curious', permission, isGranted: false } },
  ]);
});
