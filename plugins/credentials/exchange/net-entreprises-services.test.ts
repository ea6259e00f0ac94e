import { Secret } from 'boule-bleue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccount } from '../../../test/servers/net-entreprises-accounts.ts';
import { sampleReturns } from '../../../test/servers/net-entreprises-returns.ts';
import { challenge, NetEntreprisesServer } from '../../../test/servers/net-entreprises-server.ts';
import type { Answer, ServerFault } from '../../../test/servers/server-faults.ts';
import { MemorySettings } from '../../../test/support/memory-services/index.ts';
import { createRealNetwork, type RealNetwork } from '../../../test/support/real-network.ts';
import type { AcceptedAnswer } from './authentication-answer.ts';
import { NetEntreprisesExchange } from './net-entreprises-exchange.ts';
import { NetEntreprisesServices, type ServiceOutcome } from './net-entreprises-services.ts';

/** The services over real TLS: the host's network service and the portal's stand-in. */
const dupont = { siret: '73282932000074', nom: 'Dupont', prenom: 'Élise', motdepasse: 'Été&2024' };
const credentials = { siret: dupont.siret, lastName: dupont.nom, firstName: dupont.prenom, password: dupont.motdepasse };
const { signal } = new AbortController();

let real: RealNetwork;
let server: NetEntreprisesServer;
let elsewhere: NetEntreprisesServer;
let settings: MemorySettings;

beforeEach(async () => {
  const origins: string[] = [];
  real = await createRealNetwork(() => origins);
  const identity = await real.authority.issue();
  server = await NetEntreprisesServer.start({ identity, accounts: [createAccount(dupont)] });
  elsewhere = await NetEntreprisesServer.start({ identity });
  origins.push(server.url, elsewhere.url);
  settings = new MemorySettings({
    'connection.servers.netEntreprises': server.authenticationUrl,
    'netEntreprises.services.depot': server.depositUrl,
    'netEntreprises.services.consultation': server.url,
  });
});
afterEach(() => Promise.all([server.close(), elsewhere.close()]));

const services = (now?: () => number) => new NetEntreprisesServices(real.network, settings, '1.2.3', now);

async function signIn(): Promise<Secret> {
  const outcome = await new NetEntreprisesExchange(real.network, settings, '1.2.3').authenticate(credentials, signal);
  server.requests.length = 0;
  return (outcome as AcceptedAnswer).token;
}

describe('the deposit service', () => {
  test('is reached without a token, by a request that cannot deposit', async () => {
    expect(await services().reachDeposit(signal)).toMatchObject({ kind: 'answered', host: new URL(server.url).host });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/deposer-dsn/2.0/', body: '' });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  test.each([
    [{ status: 401 }, { kind: 'answered' }],
    [{ status: 403 }, { kind: 'answered' }],
    [{ status: 404 }, { kind: 'answered' }],
    [{ status: 415 }, { kind: 'answered' }],
    [{ status: 407 }, { kind: 'judged-dangerous' }],
    [
      { status: 429, headers: { 'retry-after': '60' } },
      { kind: 'too-many', askAgainAt: expect.any(Number) },
    ],
    [{ status: 500 }, { kind: 'server-error', status: 500 }],
    [
      { kind: 'unavailable', retryAfterSeconds: 60 },
      { kind: 'unavailable', askAgainAt: expect.any(Number) },
    ],
    [{ kind: 'maintenance-page', status: 200 }, { kind: 'web-page' }],
    [
      { kind: 'redirect', location: 'https://maintenance.example/' },
      { kind: 'redirected', target: 'https://maintenance.example/' },
    ],
    [{ kind: 'redirect', location: '/ailleurs' }, { kind: 'answered' }],
    [{ kind: 'reset' }, { kind: 'network', cause: 'reset' }],
  ] as [Answer | ServerFault, Partial<ServiceOutcome>][])('that answers with %j is understood', async (answer, outcome) => {
    server.behaviour.deposit = answer;
    expect(await services().reachDeposit(signal)).toMatchObject(outcome);
    expect(server.requests).toHaveLength(1);
  });
});

describe('the returns service', () => {
  test('is asked with the token, compressed, for a range that is permitted whatever the zone', async () => {
    const token = await signIn();
    server.consultation.returns = sampleReturns(Date.now() - 6 * 60_000);
    expect(await services().searchReturns(token, signal)).toMatchObject({ kind: 'answered', askAgainAt: expect.any(Number) });
    const [request] = server.requests;
    expect(request?.headers).toMatchObject({ authorization: `DSNLogin jeton=${await token.reveal()}`, 'accept-encoding': 'gzip' });
    expect(request?.path).toMatch(/^\/lister-retours-declarant\/2\.0\/\d{14}\/\d{14}$/);
    expect(request?.method).toBe('GET');
  });

  test('has a range of ten minutes that ended five minutes ago in UTC, and so earlier in Paris', async () => {
    const token = await signIn();
    const now = () => Date.UTC(2026, 0, 1, 0, 2, 3);
    await services(now).searchReturns(token, signal);
    expect(server.requests[0]?.path).toBe('/lister-retours-declarant/2.0/20251231234703/20251231235703');
  });

  test('with nothing to tell is well', async () => {
    expect(await services().searchReturns(await signIn(), signal)).toMatchObject({ kind: 'answered' });
  });

  test.each(['capitalised', 'rootless'] as const)('that writes its lists %s is well', async (shape) => {
    server.consultation.returns = sampleReturns(Date.now() - 6 * 60_000);
    server.consultation.shape = shape;
    expect(await services().searchReturns(await signIn(), signal)).toMatchObject({ kind: 'answered' });
  });

  test.each([
    [challenge('DSNLogin', 'Jeton manquant ou invalide'), { kind: 'token-invalid' }],
    [challenge('DSNLogin', 'Expiration du jeton'), { kind: 'token-expired' }],
    [challenge('DSNLogin', 'Utilisateur non-inscrit au service'), { kind: 'not-registered' }],
    [challenge('Basic', 'net-entreprises.fr'), { kind: 'unknown-refusal', status: 401 }],
    [{ status: 401 }, { kind: 'unknown-refusal' }],
    [{ status: 403 }, { kind: 'forbidden' }],
    [{ status: 403, headers: { 'content-type': 'text/html' }, body: '<html>' }, { kind: 'web-page' }],
    [{ status: 404, headers: { 'content-type': 'text/html' }, body: '<html>' }, { kind: 'web-page' }],
    [{ status: 407 }, { kind: 'judged-dangerous' }],
    [{ status: 422 }, { kind: 'malformed' }],
    [
      { status: 429, headers: { 'retry-after': '60' } },
      { kind: 'too-many', retryAfterMs: 60_000, askAgainAt: expect.any(Number) },
    ],
    [{ status: 406 }, { kind: 'unexpected', status: 406 }],
    [{ status: 502 }, { kind: 'server-error', status: 502 }],
    [
      { kind: 'unavailable', retryAfterSeconds: 60 },
      { kind: 'unavailable', retryAfterMs: 60_000 },
    ],
    [{ kind: 'maintenance-page', status: 200 }, { kind: 'web-page' }],
    [{ kind: 'empty' }, { kind: 'empty' }],
    [{ kind: 'garbage' }, { kind: 'garbled' }],
    [
      { status: 200, headers: { 'content-type': 'text/plain' }, body: '{}' },
      { kind: 'wrong-type', type: 'text/plain' },
    ],
    [{ kind: 'truncated' }, { kind: 'network' }],
    [{ kind: 'reset' }, { kind: 'network', problem: 'unreachable', cause: 'reset' }],
    [
      { kind: 'huge', bytes: 200_000_000 },
      { kind: 'network', problem: 'garbled' },
    ],
  ] as [Answer | ServerFault, Partial<ServiceOutcome>][])('that answers with %j is understood, and asked once', async (answer, outcome) => {
    const token = await signIn();
    server.behaviour.consultation = answer;
    expect(await services().searchReturns(token, signal)).toMatchObject(outcome);
    expect(server.requests).toHaveLength(1);
  });

  test('takes the end of the pause from its own clock', async () => {
    const token = await signIn();
    server.clockOffsetMs = 3_600_000;
    server.behaviour.consultation = { status: 404, headers: { expires: new Date(Date.now() + 3_720_000).toUTCString() } };
    const { askAgainAt = 0 } = await services().searchReturns(token, signal);
    expect(Math.abs(askAgainAt - Date.now() - 120_000)).toBeLessThan(5_000);
  });
});

describe('the token', () => {
  test('follows no redirect', async () => {
    const token = await signIn();
    server.behaviour.consultation = { kind: 'redirect', location: `${elsewhere.url}/lister-retours-declarant/2.0/1`, status: 307 };
    expect(await services().searchReturns(token, signal)).toMatchObject({ kind: 'redirected' });
    expect(elsewhere.requests).toEqual([]);
  });

  test('goes to no service without encryption', async () => {
    const token = await signIn();
    await settings.update({ 'netEntreprises.services.consultation': server.url.replace('https:', 'http:') });
    expect(await services().searchReturns(token, signal)).toMatchObject({ kind: 'plain-http' });
    expect(server.requests).toEqual([]);
  });

  test('goes to no service that another authority vouches for', async () => {
    const token = await signIn();
    const stranger = await NetEntreprisesServer.start({ identity: await (await createRealNetwork(() => [])).authority.issue() });
    try {
      await settings.update({ 'netEntreprises.services.consultation': stranger.url });
      real = { ...real, network: (await createRealNetwork(() => [stranger.url])).network };
      expect(await services().searchReturns(token, signal)).toMatchObject({ kind: 'network', problem: 'certificate' });
      expect(stranger.requests).toEqual([]);
    } finally {
      await stranger.close();
    }
  });

  test('goes to no address that is none', async () => {
    await settings.update({ 'netEntreprises.services.consultation': 'nowhere' });
    expect(await services().searchReturns(new Secret('dG9rZW4='), signal)).toMatchObject({ kind: 'network', problem: 'address', host: '' });
  });
});
