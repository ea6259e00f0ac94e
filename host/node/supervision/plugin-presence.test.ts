import { beforeEach, expect, test } from 'vitest';
import { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { BadgeRegistry } from '../window/badge-registry.ts';
import { NotificationCenter } from '../window/notification-center.ts';
import { isInUse, isNeeded, type PresenceParts } from './plugin-presence.ts';

const panel = { id: 'hello.panel', title: '', icon: '$(x)', location: 'tab', module: './x.js', element: 'hello-panel' } as const;
const hello = manifestOf('hello', { contributes: { panels: [panel] } });

let openPanels: Set<string>;
let parts: PresenceParts;

beforeEach(() => {
  openPanels = new Set(['other.panel']);
  const [badges, notifications, contextKeys] = [new BadgeRegistry(), new NotificationCenter(() => {}), new ContextKeyStore()];
  parts = { windows: { openPanels }, badges, notifications, contextKeys };
  badges.set('other', 'other.panel', { count: 1, label: { key: 'x' } });
  notifications.show('other', { severity: 'info', message: { key: 'x' } });
  contextKeys.set('hello-world.key', true);
});

test('a plugin of which nothing is to be seen is not in use, whatever others show', () => {
  expect(isInUse(hello, parts)).toBe(false);
});

test.each<[string, () => unknown]>([
  ['an open panel', () => openPanels.add('hello.panel')],
  ['a mark', () => parts.badges.set('hello', 'hello.panel', { count: 1, label: { key: 'x' } })],
  ['a notification', () => parts.notifications.show('hello', { severity: 'info', message: { key: 'x' } })],
  ['a context key', () => parts.contextKeys.set('hello.key', true)],
])('%s keeps it in use', (_what, show) => {
  show();
  expect(isInUse(hello, parts)).toBe(true);
});

test('a plugin is needed at once when it waits for the start or a window shows its panel', () => {
  expect(isNeeded(hello, parts.windows)).toBe(false);
  expect(isNeeded({ ...hello, activationEvents: ['onStartup'] }, parts.windows)).toBe(true);
  openPanels.add('hello.panel');
  expect(isNeeded(hello, parts.windows)).toBe(true);
});
