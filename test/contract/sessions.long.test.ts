/** Who may have a session, and what a provider may answer: the same inside the host and in processes of their own. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ContractHost } from './contract-host.ts';
import { readPlugin } from './plugin-folders.ts';

const keeper = 'session-keeper';
const grabber = 'session-grabber';
const plugins = [keeper, grabber].map((id) => readPlugin(join(import.meta.dirname, 'fixtures', id)));
const never = new AbortController().signal;

describe.each(['inline', 'isolated'] as const)('%s', (runtime) => {
  let host: ContractHost;

  beforeAll(async () => {
    host = await ContractHost.open({ plugins, runtime });
    host.openWindow();
  }, 60_000);

  afterEach(async () => {
    for (const { provider, account } of host.parts.consents.list(grabber)) await host.parts.sessions.revoke(grabber, provider, account);
  });

  afterAll(() => host.close(), 60_000);

  const grab = (args: object, signal = never) => host.parts.shell.commands.execute(`${grabber}.grab`, args, signal) as Promise<string[]>;

  async function agree(provider: string, account = '1') {
    const { permissions } = host.found(grabber).manifest;
    const granted = { origin: 'development', permissions, grantedAt: 1, lastUsedAt: null, useCount: 0 } as const;
    await host.parts.consents.grant(grabber, { provider, account, accountName: 'Dupont', answeredBy: keeper, ...granted });
  }

  test('a session is given for the account that was agreed to, and for no other', async () => {
    await agree('sound-portal');
    expect(await grab({ provider: 'sound-portal', account: '1', silent: true })).toEqual(['token of Dupont']);
    expect(await grab({ provider: 'sound-portal', account: '2', silent: true })).toEqual(['no session']);
    expect(await grab({ provider: 'mad-portal', account: '1', silent: true })).toEqual(['no session']);
  });

  test('nobody gets what was agreed to for another plugin', async () => {
    await host.parts.consents.grant('somebody-else', {
      ...{ provider: 'sound-portal', account: '1', accountName: 'Dupont', answeredBy: keeper },
      ...{ origin: 'development', permissions: {}, grantedAt: 1, lastUsedAt: null, useCount: 0 },
    });
    expect(await grab({ provider: 'sound-portal', account: '1', silent: true })).toEqual(['no session']);
  });

  test.each(['net-entreprises', 'sound-portal ', '', '__proto__'])('%j is not granted', async (provider) => {
    const [outcome] = await grab({ provider });
    expect(['permission.denied', 'rpc.message-invalid']).toContain(outcome);
    const [noted] = await host.parts.requests.list(grabber);
    if (outcome === 'permission.denied') expect(noted).toMatchObject({ method: 'SESSION', origin: provider, cause: 'permission.denied' });
  });

  test('a flood of requests asks one question, and ends with whoever makes it', async () => {
    const leaving = new AbortController();
    const flood = grab({ provider: 'sound-portal', account: '1', times: 90 }, leaving.signal);
    flood.catch(() => {});
    await vi.waitFor(() => expect(host.parts.dialogs.pendingCount).toBe(1));
    leaving.abort();
    await expect(flood).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(() => expect(host.parts.dialogs.pendingCount).toBe(0));
    expect(await grab({ provider: 'sound-portal', silent: true })).toEqual(['no session']);
  });

  test.each([
    ['nothing', 'authentication.answer-invalid'],
    ['text', 'authentication.answer-invalid'],
    ['open token', 'authentication.answer-invalid'],
    ['another account', 'authentication.answer-invalid'],
    ['endless name', 'authentication.answer-invalid'],
    ['bug', 'plugin.fault'],
  ])('a provider that answers with %s gives no session', async (how, code) => {
    await agree('mad-portal');
    await host.parts.shell.commands.execute(`${keeper}.answer`, { how }, never);
    expect(await grab({ provider: 'mad-portal', silent: true })).toEqual([code]);
  });

  test('a provider that never answers is left when whoever asks leaves', async () => {
    await agree('mad-portal');
    await host.parts.shell.commands.execute(`${keeper}.answer`, { how: 'never' }, never);
    const leaving = new AbortController();
    const asked = grab({ provider: 'mad-portal', silent: true }, leaving.signal);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('no token stands in the host’s log, its journal, or what windows see', async () => {
    await agree('sound-portal');
    expect(await grab({ provider: 'sound-portal', silent: true })).toEqual(['token of Dupont']);
    const { requests, consents, states } = host.parts;
    const kept = JSON.stringify([host.logLines(), await requests.list(grabber), consents.list(grabber), states.get('shell.plugins')]);
    expect(kept).toContain('session-given');
    expect(kept).not.toContain('token of');
  });
});
