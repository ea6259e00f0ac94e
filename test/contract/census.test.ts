import { expect, test } from 'vitest';
import { collectionSizes, describeGrowth, holdings } from '../../host/node/plugin-test/census.ts';
import { ContractHost } from './contract-host.ts';
import { collectGarbage, InstanceCounter, openResources } from './memory.ts';

test('whatever a plugin can leave behind is counted', async () => {
  await using host = await ContractHost.open({ plugins: [] });
  const { shell, states, badges, notifications, dialogs } = host.parts;
  host.openWindow();
  const { listeners } = holdings(host.parts);
  const sizes = collectionSizes(host.parts);
  const resources = openResources();
  shell.commands.declare('some', { command: 'some.work', title: 'Work' });
  shell.commands.register('some', 'some.work', () => {});
  shell.hooks.tap('some', 'some.hook', () => {});
  shell.authentication.declare('some', { id: 'portal', label: 'Portal' });
  shell.authentication.register('some', 'portal', {} as never);
  shell.contextKeys.set('some.key', true);
  shell.settings.onDidChange(() => {});
  states.publish('some', 'some.panel', 1);
  badges.set('some', 'some.panel', { count: 1, label: { key: 'new' } });
  notifications.show('some', { severity: 'info', message: { key: 'shown' } });
  const asked = dialogs.ask(
    'some',
    { kind: 'confirm', message: { key: 'sure' }, confirmLabel: { key: 'yes' } },
    AbortSignal.timeout(60_000),
  );
  const timer = setInterval(() => {}, 60_000);
  expect(holdings(host.parts)).toEqual({
    commandHandlers: 1,
    hookTaps: 1,
    authenticationProviders: 1,
    contextKeys: ['some.key'],
    panelStates: 1,
    badges: ['some.panel'],
    notifications: ['some: shown'],
    dialogs: 1,
    listeners: listeners + 1,
  });
  expect(describeGrowth(sizes, collectionSizes(host.parts))).toContain('shell.hooks.taps grew from 0 to 1');
  expect(openResources(resources)).toContain('Timeout');
  clearInterval(timer);
  host.parts.dialogs.dispose();
  await asked;
});

test('the shell’s own notes of a plugin’s requests are no growth of the plugin’s', async () => {
  await using host = await ContractHost.open({ plugins: [] });
  const sizes = collectionSizes(host.parts);
  const answer = { status: 200, cause: null, ms: 1, sentBytes: 0, receivedBytes: 0 };
  host.parts.requests.record('some', { time: 1, method: 'GET', origin: 'https://a.example', path: '/', ...answer });
  expect(describeGrowth(sizes, collectionSizes(host.parts))).toEqual([]);
});

test('an instance counts for as long as something holds it', async () => {
  const counter = new InstanceCounter();
  const PluginClass = counter.wrap(
    class {
      activate() {}
    },
  );
  const held = [new PluginClass(), new PluginClass()];
  await collectGarbage();
  expect(counter.heldCount).toBe(2);
  held.pop();
  await collectGarbage();
  expect(counter.heldCount).toBe(held.length);
});
