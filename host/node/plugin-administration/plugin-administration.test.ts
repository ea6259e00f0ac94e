import { afterEach, describe, expect, test, vi } from 'vitest';
import { CommandService, type Plugin, plugin } from '../../../core/index.ts';
import type { PluginsState, RunningPluginsState } from '../../../core/protocol/plugin-administration.ts';
import { ComposedHost, type ComposedHostOptions, type TestPlugin, type TestWindow } from '../../../test/support/composed-host.ts';

@plugin()
class Greedy implements Plugin {
  constructor(private readonly commands: CommandService) {}

  activate(): void {
    this.commands.register('greedy.grab', () => this.commands.execute('shell.plugins.disable', { plugin: 'quiet' }));
  }
}

const quiet: TestPlugin = {
  manifest: { displayName: '%name%', description: 'Never says a word' },
  strings: { fr: { name: 'Le silencieux' }, en: { name: 'The quiet one' } },
};
const greedy: TestPlugin = {
  main: Greedy,
  manifest: {
    permissions: { commands: ['shell.plugins.disable'] },
    contributes: {
      commands: [{ command: 'greedy.grab', title: 'Grab' }],
      panels: [{ id: 'greedy.panel', title: 'G', icon: '$(bug)', module: './panel.js', element: 'greedy-panel' }],
    },
  },
};

let composed: ComposedHost | undefined;

afterEach(async () => {
  await composed?.[Symbol.asyncDispose]();
  composed = undefined;
});

async function openWindow(options: ComposedHostOptions = { plugins: { quiet, greedy } }, languages?: readonly string[]) {
  composed = await ComposedHost.start(options);
  return composed.openWindow(await composed.signIn(), languages);
}

async function run(window: TestWindow, command: string, args?: Readonly<Record<string, string>>, panel?: string) {
  return window.host.executeCommand({ callId: crypto.randomUUID(), command, ...(args && { args }), ...(panel && { panel }) });
}

const shown = (window: TestWindow) => window.panelStates['shell.plugins'] as PluginsState | undefined;

describe('the panel « Extensions »', () => {
  test('opens with what is installed, in the shell’s words', async () => {
    const window = await openWindow();
    const { state, strings } = await window.host.openPanel('shell.plugins');
    const { plugins, safeMode } = state as PluginsState;
    expect(plugins.map(({ id }) => id)).toEqual(['greedy', 'quiet']);
    expect(plugins[1]).toMatchObject({
      displayName: { key: 'Le silencieux' },
      description: { key: 'Never says a word' },
      state: 'inactive',
    });
    expect(safeMode).toBe(false);
    expect(strings['plugins.on']).toBe('Allumée');
  });

  test('says the plugins’ names in each window’s language, those of plugins that are switched off too', async () => {
    const window = await openWindow(undefined, ['en']);
    await window.host.openPanel('shell.plugins');
    expect(await run(window, 'shell.plugins.disable', { plugin: 'quiet' }, 'shell.plugins')).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(shown(window)?.plugins[1]).toMatchObject({ displayName: { key: 'The quiet one' }, state: 'disabled' }));
    const { state } = await window.host.openPanel('shell.plugins');
    expect((state as PluginsState).plugins[1]?.displayName).toEqual({ key: 'The quiet one' });
  });

  test('costs nothing while no window shows it', async () => {
    const window = await openWindow();
    await run(window, 'shell.plugins.disable', { plugin: 'quiet' });
    expect(window.calls).not.toContain('panelState shell.plugins');
  });

  test('is brought to the front by a command', async () => {
    const window = await openWindow();
    await run(window, 'shell.plugins.show');
    await run(window, 'shell.running-plugins.show');
    expect(window.revealed).toEqual(['shell.plugins', 'shell.running-plugins']);
  });
});

describe('the panel « Extensions en cours d’exécution »', () => {
  test('lists those that something has activated, and follows', async () => {
    const window = await openWindow();
    const { state } = await window.host.openPanel('shell.running-plugins');
    expect(state).toEqual({ plugins: [] });
    await run(window, 'greedy.grab');
    await vi.waitFor(() => {
      const running = window.panelStates['shell.running-plugins'] as RunningPluginsState | undefined;
      expect(running?.plugins).toMatchObject([{ id: 'greedy', state: 'active', activationMs: expect.any(Number) }]);
    });
  });
});

describe('restarting from the palette', () => {
  test('asks which of those that run, and activates it anew', async () => {
    const window = await openWindow();
    await run(window, 'greedy.grab');
    const restarting = run(window, 'shell.plugins.restart');
    await vi.waitFor(() => expect(window.snapshot.dialogs).toHaveLength(1));
    expect(window.snapshot.dialogs[0]).toMatchObject({ kind: 'choice', choices: [{ value: 'greedy', label: 'greedy' }] });
    await window.host.answerDialog(window.snapshot.dialogs[0]?.id ?? '', { kind: 'chosen', value: 'quiet' });
    expect(window.snapshot.dialogs).toHaveLength(1);
    await window.host.answerDialog(window.snapshot.dialogs[0]?.id ?? '', { kind: 'chosen', value: 'greedy' });
    expect(await restarting).toMatchObject({ ok: true });
  });

  test('says so when none runs', async () => {
    const window = await openWindow();
    expect(await run(window, 'shell.plugins.restart')).toMatchObject({ ok: false, code: 'plugin.none-running' });
  });
});

describe('a plugin', () => {
  test('runs no command about plugins, though its manifest asks for it', async () => {
    const window = await openWindow();
    expect(await run(window, 'greedy.grab')).toMatchObject({ ok: false, code: 'permission.denied' });
    expect(await run(window, 'shell.plugins.disable', { plugin: 'quiet' }, 'greedy.panel')).toMatchObject({ code: 'permission.denied' });
  });
});
