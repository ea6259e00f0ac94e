/** One plugin that uses every service, inside the host and in a process of its own: it must not be able to tell the one from the other. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { holdings } from '../../host/node/plugin-test/census.ts';
import { ContractHost } from './contract-host.ts';
import { readPlugin } from './plugin-folders.ts';

const id = 'every-service';
const folder = join(import.meta.dirname, 'fixtures', id);
const never = new AbortController().signal;

describe.each(['inline', 'isolated'] as const)('%s', (runtime) => {
  let host: ContractHost;

  beforeAll(async () => {
    host = await ContractHost.open({ plugins: [readPlugin(folder)], runtime });
  }, 60_000);

  afterAll(async () => {
    expect(await host.close()).toEqual([]);
  }, 60_000);

  const run = (command: string, args?: unknown, signal = never) => host.parts.shell.commands.execute(`${id}.${command}`, args, signal);

  test('it has its state and its keys as soon as it is active', async () => {
    await host.parts.shell.plugins.activate(id);
    expect(host.parts.states.get(`${id}.panel`)?.state).toEqual({ step: 'activated' });
    expect(host.parts.shell.contextKeys.get(`${id}.ready`)).toBe(true);
  });

  test('its services answer', async () => {
    expect(await run('answers')).toEqual({
      secret: { revealed: 'hidden', shown: '[secret]', names: ['key'], afterwards: true },
      documents: { list: [{ id: '1', value: { deep: [{ a: null }] } }], missing: true },
      shared: {
        revisions: [1, 1],
        removed: [0],
        heard: [
          { kind: 'documents', collection: 'c', ids: ['1', '2'] },
          { kind: 'documents', collection: 'c', ids: ['2'] },
        ],
        entry: { sequence: 1, action: `${id}.noted`, actor: 'Dupont', details: { count: 2, isNew: true } },
        isReachable: true,
        location: 'workstation',
        problem: undefined,
        list: { documents: [{ id: '1', value: { deep: [{ a: null }] }, revision: 1 }], damaged: [] },
        document: { id: '1', value: { deep: [{ a: null }] }, revision: 1 },
        missing: true,
        isNoted: true,
        verdict: { ok: true, entryCount: 1 },
      },
      setting: { heard: [`${id}.count`], value: 7, foreign: 'string' },
      hooks: {
        series: [2, 's', 2],
        bail: { plugin: id, value: 'first' },
        waterfall: 41,
        untapped: [],
      },
      progress: { isSameResult: true, isSameFailure: true },
      ownCommand: { isSecret: true, length: 3 },
      nothing: true,
      accounts: [],
      cancelled: true,
      registered: true,
    });
    expect(await run('spare')).toBe(2);
  });

  test('it hears of a change of the network, and leaves nobody looking', async () => {
    const { networkChanges } = host.parts;
    let answer: unknown;
    void run('hear').then((heard) => {
      answer = heard;
    });
    await vi.waitFor(() => {
      networkChanges.note();
      expect(answer).toBe('heard');
    }, 5_000);
    await vi.waitFor(() => expect(networkChanges.isLooking).toBe(false));
  });

  test('it gives sessions and gets them, once the user has agreed', async () => {
    const provider = `${id}-portal`;
    const holder = { origin: 'development', permissions: host.found(id).manifest.permissions } as const;
    const account = { account: '1', accountName: 'Dupont' };
    const use = { grantedAt: 1, lastUsedAt: null, useCount: 0 };
    await host.parts.consents.grant(id, { provider, answeredBy: id, ...holder, ...account, ...use });
    expect(await run('sessions')).toEqual({
      session: { id: 'old', account: { id: '1', name: 'Dupont' }, expiresAt: 1 },
      ...{ token: 'token', shown: '[secret]', renewed: 'new', refused: `${id}.custom`, heard: provider },
      withdrawn: 'authentication.without-answers',
    });
    expect(host.parts.sessions.list(id)).toMatchObject([{ provider, useCount: 2 }]);
  });

  test('its services refuse', async () => {
    expect(await run('refusals')).toEqual({
      'a command that is not declared': 'throws command.not-declared',
      'a command twice': 'throws command.duplicate',
      'a context key of another': 'throws context-key.foreign',
      'a panel of another': 'throws panel.not-declared',
      'a panel of another, revealed': 'throws panel.not-declared',
      'a panel of another, marked': 'throws panel.not-declared',
      'a state in circles': 'throws TypeError',
      'a hook of another, tapped': 'throws hook.not-granted',
      'a button of another': 'throws permission.denied',
      'a hook of another, called': 'rejects with hook.foreign plugin,hook',
      'another’s command': 'rejects with permission.denied plugin,permission,subject',
      'wrong arguments': 'rejects with command.arguments-invalid command,problems',
      'a setting of another': 'rejects with setting.not-granted plugin,setting',
      'a setting of another, changed': 'rejects with setting.not-granted plugin,setting',
      'a setting of a wrong kind': 'rejects with setting.invalid setting,problems',
      'a shared document that another changed': 'rejects with shared-storage.conflict plugin,collection,id',
      'a shared document of no name': 'rejects with shared-storage.name-invalid plugin',
      'an origin that is not granted': 'rejects with permission.denied plugin,permission,subject',
      'plain HTTP': 'rejects with network.plain-http host',
      'no address': 'rejects with network.address-invalid host,systemCode',
      'a question without a window': 'rejects with dialog.no-window ',
      'a secret without a window': 'rejects with dialog.no-window ',
      'sessions of a provider that is not granted': 'rejects with permission.denied plugin,permission,subject',
      'sessions of a provider that is not there': 'rejects with authentication.provider-unknown provider',
      'sessions of a provider without answers': 'rejects with authentication.without-answers provider,plugin',
      'another’s provider': 'throws authentication.provider-not-declared',
      'another’s provider, changed': 'throws authentication.provider-not-declared',
      'another scheme': 'rejects with permission.denied plugin,permission,subject',
      'a page without a window': 'rejects with dialog.no-window ',
    });
  });

  test('what it did without waiting has been done when its command has', async () => {
    await run('publish');
    expect(host.parts.states.get(`${id}.panel`)?.state).toEqual({ step: 'published', list: [1, null] });
    expect(host.parts.badges.entries().map(([panel, { count }]) => [panel, count])).toEqual([[`${id}.panel`, 2]]);
    expect(host.parts.shell.contextKeys.snapshot()).toMatchObject({ [`${id}.list`]: ['a', 'b'] });
    expect(host.parts.shell.contextKeys.get(`${id}.ready`)).toBeUndefined();
  });

  test('its failures say what they are', async () => {
    await expect(run('fail', { how: 'expected' })).rejects.toMatchObject({
      code: `${id}.custom`,
      details: { reason: 'because', times: 3 },
    });
    const fault = {
      code: 'plugin.fault',
      details: { plugin: id, activity: `command ${id}.fail` },
      cause: { name: 'TypeError', message: 'a bug' },
    };
    await expect(run('fail', {})).rejects.toMatchObject(fault);
    const cancellation = new AbortController();
    const waiting = run('wait', {}, cancellation.signal);
    cancellation.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('nothing of it is left when it is unloaded in the midst of its work', async () => {
    const { plugins } = host.parts.shell;
    await plugins.unload(id);
    const before = holdings(host.parts);
    await plugins.activate(id);
    const waiting = run('wait');
    waiting.catch(() => {});
    await plugins.unload(id);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(holdings(host.parts)).toEqual(before);
  });
});
