import { afterEach, expect, test, vi } from 'vitest';
import { AuthenticationProviderService, AuthenticationService, CommandService, type Plugin, plugin, Secret } from '../../../core/index.ts';
import type { PluginsState, RequestItem } from '../../../core/protocol/plugin-administration.ts';
import { ComposedHost, type TestPlugin, type TestWindow } from '../../../test/support/composed-host.ts';

const account = { id: '1', name: 'Dupont' };

@plugin()
class Keeper implements Plugin {
  constructor(private readonly providers: AuthenticationProviderService) {}

  activate(): void {
    this.providers.register('portal', {
      findAccount: async () => account,
      getSession: async () => ({ id: 's', account, accessToken: new Secret('very secret') }),
    });
  }
}

@plugin()
class Reader implements Plugin {
  constructor(
    private readonly commands: CommandService,
    private readonly sessions: AuthenticationService,
  ) {}

  activate(): void {
    this.commands.register('reader.read', async () => ({ session: (await this.sessions.getSession('portal')) ?? null }));
  }
}

const keeper: TestPlugin = {
  main: Keeper,
  manifest: { displayName: 'Gardien', contributes: { authentication: [{ id: 'portal', label: '%portal%' }] } },
  strings: { fr: { portal: 'Le portail' }, en: { portal: 'The portal' } },
};
const reader: TestPlugin = {
  main: Reader,
  manifest: {
    displayName: 'Lecteur',
    permissions: { authentication: ['portal'] },
    contributes: { commands: [{ command: 'reader.read', title: 'Read' }] },
  },
};

let composed: ComposedHost | undefined;
afterEach(async () => {
  await composed?.[Symbol.asyncDispose]();
  composed = undefined;
});

const run = (window: TestWindow, command: string, args: Readonly<Record<string, string>> = {}) =>
  window.host.executeCommand({ callId: crypto.randomUUID(), command, args });

/** Runs a command that asks, and answers. */
async function runAndAnswer(window: TestWindow, kind: 'confirmed' | 'dismissed') {
  const outcome = run(window, 'reader.read');
  const dialog = await vi.waitFor(() => window.snapshot.dialogs[0] ?? expect.fail('Nothing was asked'));
  await window.host.answerDialog(dialog.id, { kind });
  return { dialog, outcome: await outcome };
}

const sessionsShown = (window: TestWindow) =>
  (window.panelStates['shell.plugins'] as PluginsState | undefined)?.plugins.find(({ id }) => id === 'reader')?.sessions;

test('the user agrees, sees who acts with which account, revokes, and is asked again', async () => {
  composed = await ComposedHost.start({ plugins: { keeper, reader } });
  const window = await composed.openWindow(await composed.signIn());
  await window.host.openPanel('shell.plugins');
  const { dialog, outcome } = await runAndAnswer(window, 'confirmed');
  expect(dialog).toMatchObject({
    message: 'L’extension «\u00a0Lecteur\u00a0» demande à agir auprès de «\u00a0Le portail\u00a0» avec le compte «\u00a0Dupont\u00a0».',
    ...{ confirmLabel: 'Autoriser', cancelLabel: 'Refuser', isCautious: true },
  });
  expect(outcome).toMatchObject({ ok: true, value: { session: { account, accessToken: '[secret]' } } });
  await vi.waitFor(() =>
    expect(sessionsShown(window)).toMatchObject([{ providerName: { key: 'Le portail' }, accountName: 'Dupont', useCount: 1 }]),
  );
  await run(window, 'shell.plugins.revoke-session', { plugin: 'reader', provider: 'portal', account: '1' });
  expect(sessionsShown(window)).toEqual([]);
  expect((await runAndAnswer(window, 'dismissed')).outcome).toMatchObject({ ok: true, value: { session: null } });
  const listed = await run(window, 'shell.plugins.list-requests', { plugin: 'reader' });
  const { requests } = (listed as unknown as { value: { requests: readonly RequestItem[] } }).value;
  expect(requests.map(({ method, address, problem }) => [method, address, problem])).toEqual([
    ['SESSION', 'portal/Dupont', 'Pas d’accord de l’utilisateur'],
    ['SESSION', 'portal/Dupont', 'Accord retiré'],
    ['SESSION', 'portal/Dupont', 'Jeton remis'],
  ]);
  expect(JSON.stringify([window.snapshot, window.panelStates])).not.toContain('very secret');
});
