import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CertificateAuthority } from '../../../test/servers/authority.ts';
import { createAccount, type NetEntreprisesAccount } from '../../../test/servers/net-entreprises-accounts.ts';
import { NetEntreprisesServer } from '../../../test/servers/net-entreprises-server.ts';
import type { ServerFault } from '../../../test/servers/server-faults.ts';
import { MemorySettings } from '../../../test/support/memory-services/index.ts';
import { createRealNetwork, type RealNetwork } from '../../../test/support/real-network.ts';
import { NetEntreprisesExchange } from './net-entreprises-exchange.ts';

/** The real protocol over real TLS: the host's network service and a server that judges as the portal does. */
const dupont = { siret: '73282932000074', nom: 'Dupont', prenom: 'Élise', motdepasse: 'Été&2024<"Pa\'ie>' };
const credentials = { siret: dupont.siret, lastName: dupont.nom, firstName: dupont.prenom, password: dupont.motdepasse };

let real: RealNetwork;
let server: NetEntreprisesServer;
let settings: MemorySettings;

beforeEach(async () => {
  const origins: string[] = [];
  real = await createRealNetwork(() => origins);
  server = await NetEntreprisesServer.start({ identity: await real.authority.issue() });
  origins.push(server.url);
  settings = new MemorySettings({ 'connection.servers.netEntreprises': server.authenticationUrl });
});
afterEach(() => server.close());

function authenticate(signal = new AbortController().signal, password = credentials.password) {
  return new NetEntreprisesExchange(real.network, settings, '1.2.3').authenticate({ ...credentials, password }, signal);
}

function admit(rest: Partial<NetEntreprisesAccount> = {}): void {
  server.accounts.push(createAccount(dupont, rest));
}

test('credentials with all that XML reserves are accepted, and the token’s end is known', async () => {
  admit();
  const before = Date.now();
  const outcome = await authenticate();
  expect(outcome).toMatchObject({ kind: 'accepted', expiresAt: expect.any(Number) });
  expect((outcome as { expiresAt: number }).expiresAt - before).toBeGreaterThan(7_100_000);
  expect(JSON.stringify(outcome)).not.toContain(server.tokens[0]);
});

test('the request is what the portal asks for', async () => {
  await authenticate();
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/authentifier/1.0/',
    headers: { 'content-type': 'application/xml', 'user-agent': 'Client-DSN (Boule bleue/1.2.3; Impact emploi association)' },
  });
  expect(server.requests[0]?.headers['content-encoding']).toBeUndefined();
});

describe('an account', () => {
  test.each([
    ['that is unknown', undefined, 'refused'],
    ['whose password expired', { state: 'password-expired' }, 'expired'],
    ['that is not registered', { state: 'not-registered' }, 'not-registered'],
    ['that is locked', { state: 'locked' }, 'blocked'],
    ['that lacks the service', { services: ['26'] }, 'refused'],
  ] as const)('%s is told apart', async (_name, account, kind) => {
    if (account) admit(account);
    expect(await authenticate()).toEqual({ kind });
  });

  test('with one capital wrong is refused, and locked at the fifth time', async () => {
    admit();
    for (let attempt = 1; attempt <= 5; attempt += 1)
      expect(await authenticate(undefined, 'été&2024<"Pa\'ie>')).toEqual({ kind: 'refused' });
    expect(await authenticate()).toEqual({ kind: 'blocked' });
    expect(server.requests).toHaveLength(6);
  });

  test('of the agricole scheme is reached by its own service', async () => {
    admit({ services: ['26'] });
    await settings.update({ 'netEntreprises.scheme': 'agricole' });
    expect(await authenticate()).toMatchObject({ kind: 'accepted' });
  });
});

describe('a portal', () => {
  test.each([
    [{ kind: 'status', status: 404 }, { kind: 'unavailable' }],
    [{ kind: 'status', status: 407 }, { kind: 'judged-dangerous' }],
    [{ kind: 'status', status: 422 }, { kind: 'malformed' }],
    [{ kind: 'status', status: 429 }, { kind: 'too-many' }],
    [{ kind: 'unavailable', retryAfterSeconds: 60 }, { kind: 'unavailable' }],
    [{ kind: 'maintenance-page', status: 200 }, { kind: 'web-page' }],
    [{ kind: 'maintenance-page', status: 503 }, { kind: 'unavailable' }],
    [
      { kind: 'redirect', location: 'https://maintenance.example/' },
      { kind: 'redirected', target: 'https://maintenance.example/' },
    ],
    [{ kind: 'empty' }, { kind: 'no-token' }],
    [{ kind: 'garbage' }, { kind: 'wrong-type', type: 'application/json' }],
    [
      { kind: 'huge', bytes: 200_000_000 },
      { kind: 'network', problem: 'garbled' },
    ],
    [{ kind: 'truncated' }, { kind: 'network' }],
    [{ kind: 'reset' }, { kind: 'network', problem: 'unreachable', cause: 'reset' }],
  ] as [ServerFault, object][])('that answers with %j is understood, and asked once', async (fault, outcome) => {
    server.behaviour.authentication = fault;
    expect(await authenticate()).toMatchObject(outcome);
    expect(server.requests).toHaveLength(1);
  });

  test.each([
    [429, 'too-many'],
    [503, 'unavailable'],
  ])('that asks with %i to be left alone is not asked again before', async (status, kind) => {
    admit();
    let now = 1_000_000;
    const exchange = new NetEntreprisesExchange(real.network, settings, '1.2.3', () => now);
    const ask = () => exchange.authenticate(credentials, new AbortController().signal);
    server.behaviour.authentication = { status, headers: { 'retry-after': '90' } };
    expect(await ask()).toEqual({ kind, retryAfterMs: 90_000 });
    server.behaviour.authentication = 'normal';
    expect(await ask()).toEqual({ kind: 'waiting', until: now + 90_000 });
    expect(server.requests).toHaveLength(1);
    now += 90_000;
    expect(await ask()).toMatchObject({ kind: 'accepted' });
    expect(await ask()).toMatchObject({ kind: 'accepted' });
  });

  test('that asks for a day keeps nobody from trying for more than an hour', async () => {
    let now = 1_000_000;
    const exchange = new NetEntreprisesExchange(real.network, settings, '1.2.3', () => now);
    server.behaviour.authentication = { status: 503, headers: { 'retry-after': '86400' } };
    await exchange.authenticate(credentials, new AbortController().signal);
    now += 60 * 60_000;
    expect(await exchange.authenticate(credentials, new AbortController().signal)).toMatchObject({ kind: 'unavailable' });
  });

  test('that never answers can be given up', async () => {
    server.behaviour.authentication = { kind: 'hang' };
    const cancellation = new AbortController();
    const attempt = authenticate(cancellation.signal);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    cancellation.abort();
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('that nobody runs is unreachable', async () => {
    await server.close();
    expect(await authenticate()).toMatchObject({ kind: 'network', problem: 'unreachable', cause: 'refused' });
  });

  test('of an unknown authority gets nothing', async () => {
    const stranger = await NetEntreprisesServer.start({ identity: await (await CertificateAuthority.create()).issue() });
    try {
      await settings.update({ 'connection.servers.netEntreprises': stranger.authenticationUrl });
      real = { ...real, network: (await createRealNetwork(() => [stranger.url])).network };
      expect(await authenticate()).toMatchObject({ kind: 'network', problem: 'certificate' });
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });
});
