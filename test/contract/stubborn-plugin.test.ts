import { setImmediate } from 'node:timers/promises';
import {
  CommandService,
  ContextKeyService,
  DialogService,
  HookService,
  NetworkService,
  NotificationService,
  PanelService,
  SettingsService,
} from 'boule-bleue';
import { expect, test, vi } from 'vitest';
import { holdings } from '../../host/node/plugin-test/census.ts';
import { ContractHost, type MadeUpPlugin } from './contract-host.ts';

const id = 'stubborn';
const panel = `${id}.panel`;
const message = { key: 'said' };

/** Does whatever leaves something behind, and heeds no signal. */
class Stubborn {
  static readonly services = [
    CommandService,
    ContextKeyService,
    DialogService,
    HookService,
    NetworkService,
    NotificationService,
    PanelService,
    SettingsService,
  ];
  static last: Stubborn;

  constructor(
    private readonly commands: CommandService,
    private readonly contextKeys: ContextKeyService,
    private readonly dialogs: DialogService,
    private readonly hooks: HookService,
    private readonly network: NetworkService,
    private readonly notifications: NotificationService,
    private readonly panels: PanelService,
    private readonly settings: SettingsService,
  ) {
    Stubborn.last = this;
  }

  activate(): void {
    this.doEverything();
  }

  doEverything(): void {
    const never = () => new Promise<never>(() => {});
    this.commands.register(`${id}.work`, never);
    this.hooks.tap(`${id}.hook`, never);
    this.contextKeys.set(`${id}.key`, true);
    this.panels.publish(panel, 1);
    this.panels.setBadge(panel, { count: 1, label: message });
    this.settings.onDidChange(() => {});
    this.notifications.show({ severity: 'info', message });
    this.ignore(this.notifications.withProgress(message, never));
    this.ignore(this.dialogs.confirm({ message, confirmLabel: message }));
    this.ignore(this.network.request({ url: 'https://server.example/' }));
    this.ignore(this.hooks.call(`${id}.hook`, {}));
    this.ignore(this.commands.execute(`${id}.work`));
  }

  private ignore(work: Promise<unknown>): void {
    work.catch(() => {});
  }
}

const madeUp: MadeUpPlugin = {
  packageJson: {
    name: id,
    permissions: { dialogs: true, network: ['https://server.example'], notifications: true },
    contributes: {
      commands: [{ command: `${id}.work`, title: 'Work' }],
      panels: [{ id: panel, title: 'Panel', icon: '$(bug)', module: './panel.js', element: `${id}-panel` }],
      hooks: [{ id: `${id}.hook`, kind: 'series', description: 'Waits' }],
    },
  },
  pluginClass: Stubborn,
};

test('a plugin that heeds no signal loses all that it has when it is unloaded', async () => {
  await using host = await ContractHost.open({ plugins: [], madeUp: [madeUp] });
  const { shell } = host.parts;
  host.openWindow();
  const before = holdings(host.parts);
  await shell.plugins.activate(id);
  await vi.waitFor(() => expect(host.silentServer.openConnections).toBe(1));
  expect(holdings(host.parts)).toMatchObject({ commandHandlers: 1, hookTaps: 1, panelStates: 1, dialogs: 1, notifications: { length: 2 } });
  await shell.plugins.unload(id);
  expect(holdings(host.parts)).toEqual(before);
  await vi.waitFor(() => expect(host.silentServer.openConnections).toBe(0));
});

test('a plugin that goes on after it was unloaded gets nothing done', async () => {
  await using host = await ContractHost.open({ plugins: [], madeUp: [madeUp] });
  const { shell } = host.parts;
  host.openWindow();
  const before = holdings(host.parts);
  await shell.plugins.activate(id);
  await shell.plugins.unload(id);
  const { connections } = host.silentServer;
  Stubborn.last.doEverything();
  for (let turn = 0; turn < 50; turn += 1) await setImmediate();
  expect(holdings(host.parts)).toEqual(before);
  expect(host.state(id)).toBe('inactive');
  expect(host.silentServer.connections).toBe(connections);
});
