import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from './authority.ts';
import { type Client, createClient } from './client.ts';
import { createAccount } from './net-entreprises-accounts.ts';
import { sampleReturns } from './net-entreprises-returns.ts';
import { NetEntreprisesServer } from './net-entreprises-server.ts';

const dupont = { siret: '12345678200010', nom: 'Dupont', prenom: 'Jeanne', motdepasse: 'secret' };
const authentication =
  '<identifiants><siret>12345678200010</siret><nom>Dupont</nom><prenom>Jeanne</prenom><motdepasse>secret</motdepasse><service>25</service></identifiants>';
const rates = {
  idflux: 'flux-1',
  publication: '20260105101500',
  production: '20260105101000',
  nature: '94',
  statut: 'OK',
  url: 'https://telechargement.dsnrg.net-entreprises.fr/1',
} as const;

describe('the consultation of Net-entreprises', () => {
  let server: NetEntreprisesServer;
  let client: Client;
  beforeEach(async () => {
    const authority = await CertificateAuthority.create();
    const accounts = [createAccount(dupont)];
    const identity = await authority.issue();
    server = await NetEntreprisesServer.start({ identity, accounts });
    client = createClient(authority.rootPem);
  });
  afterEach(() => server.close());

  async function search(path: string, headers: Record<string, string> = {}) {
    const { text: token } = await client.send(server.authenticationUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/xml' },
      body: authentication,
    });
    return client.send(`${server.url}${path}`, { headers: { authorization: `DSNLogin jeton=${token}`, ...headers } });
  }

  test('lists what was published within the range, a list of one as the item itself', async () => {
    server.consultation.returns = [rates, { ...rates, publication: '20260105113000' }];
    const answer = await search('/lister-retours-declarant/2.0/20260105100000/20260105110000');
    const { idflux: _id, ...item } = rates;
    expect(JSON.parse(answer.text)).toEqual({ retours: { flux: { id: 'flux-1', retour: item } } });
    const waitMs = Date.parse(String(answer.headers.expires)) - Date.parse(String(answer.headers.date));
    expect(waitMs).toBeGreaterThanOrEqual(119_000);
  });

  test('lists the returns of one deposit', async () => {
    server.consultation.returns = [rates, { ...rates, nature: '10' }, { ...rates, idflux: 'flux-2' }];
    expect(JSON.parse((await search('/lister-retours-flux/2.0/flux-1')).text).retours.flux.retour).toHaveLength(2);
    expect((await search('/lister-retours-flux/2.0/flux-9')).status).toBe(404);
  });

  test('lists deposits over a day at most', async () => {
    server.consultation.deposits = [{ ...dupont, idflux: 'flux-1', date: '20260105101500', statut: 'OK' }];
    const { text } = await search('/lister-depots/2.0/20260105000000/20260105235959');
    expect(JSON.parse(text).depots.declarant).toMatchObject({ siret: dupont.siret, depot: { idflux: 'flux-1' } });
    expect((await search('/lister-depots/2.0/20260105000000/20260107000000')).status).toBe(429);
  });

  test.each([
    ['too wide a range', '/lister-retours-declarant/2.0/20260105100000/20260105110001', 429],
    ['a range from long ago until now', '/lister-retours-declarant/2.0/20200101000000', 429],
    ['a day that is not in the calendar', '/lister-retours-declarant/2.0/20260230100000/20260230103000', 422],
    ['a range that ends before it starts', '/lister-retours-declarant/2.0/20260105110000/20260105100000', 422],
    ['a range in which nothing was published', '/lister-retours-declarant/2.0/20260105100000/20260105103000', 404],
  ])('refuses %s', async (_what, path, status) => {
    expect((await search(path)).status).toBe(status);
  });

  test('compresses for clients that say what they accept', async () => {
    server.consultation.returns = [rates];
    const answer = await search('/lister-retours-flux/2.0/flux-1', { 'accept-encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(answer.body).toString())).toHaveProperty('retours');
    expect((await search('/lister-retours-flux/2.0/flux-1', { 'accept-encoding': 'br' })).status).toBe(406);
  });

  test.each([
    ['missing', ''],
    ['unknown', 'DSNLogin jeton=autre'],
    ['shown by another scheme', 'Bearer autre'],
  ])('refuses a token that is %s', async (_what, authorization) => {
    const answer = await search('/lister-retours-flux/2.0/flux-1', { authorization });
    expect(answer).toMatchObject({ status: 401, text: '', headers: { 'www-authenticate': 'DSNLogin realm="Jeton manquant ou invalide"' } });
  });

  test.each([
    ['capitalised', { Retours: { Flux: { Id: 'flux-1', Retour: expect.objectContaining({ Nature: '94' }) } } }],
    ['rootless', { flux: { id: 'flux-1', retour: expect.objectContaining({ nature: '94' }) } }],
  ] as const)('can write its lists %s, as programs have met them', async (shape, written) => {
    server.consultation.returns = [rates];
    server.consultation.shape = shape;
    expect(JSON.parse((await search('/lister-retours-flux/2.0/flux-1')).text)).toEqual(written);
  });

  test('tells the widest range in force', async () => {
    server.consultation.rangeMinutes = 30;
    const answer = await search('/lister-retours-declarant/2.0/20260105100000/20260105103001');
    expect(answer).toMatchObject({ status: 429, headers: { 'accept-ranges': 'minutes=0-30' } });
  });

  test('asks a client that searches again at once to wait, when told to', async () => {
    server.behaviour.limitsSearches = true;
    const path = '/lister-retours-declarant/2.0/20260105100000/20260105103000';
    const first = await search(path);
    expect(await search(path)).toMatchObject({ status: 429, headers: { expires: first.headers.expires } });
    expect((await search('/lister-depots/2.0/20260105000000/20260105235959')).status).toBe(404);
  });

  test('lists a return of each nature that a declaration brings', async () => {
    server.consultation.returns = sampleReturns(Date.UTC(2026, 0, 5, 10, 30));
    const { text } = await search('/lister-retours-declarant/2.0/20260105100000/20260105103000');
    const { retour } = JSON.parse(text).retours.flux;
    expect(retour.map(({ nature }: { nature: string }) => nature)).toEqual(['10', '11', '61', '92', '93', '94', '95']);
  });

  test('forgets its tokens when told to', async () => {
    const path = '/lister-retours-flux/2.0/flux-1';
    await search(path);
    server.revokeTokens();
    const authorization = `DSNLogin jeton=${server.tokens[0]}`;
    expect(await search(path, { authorization })).toMatchObject({ status: 401 });
    expect((await search(path)).status).toBe(404);
  });

  test('may fail while the authentication works', async () => {
    server.behaviour.consultation = { kind: 'status', status: 503 };
    expect((await search('/lister-retours-flux/2.0/flux-1')).status).toBe(503);
  });
});

describe('the deposit at Net-entreprises', () => {
  test.each([
    ['a compressed declaration with its token', {}, 200],
    ['a declaration without token', { authorization: '' }, 401],
    ['a declaration that is not compressed', { 'content-encoding': 'identity' }, 415],
    ['a declaration of another type', { 'content-type': 'application/xml' }, 415],
  ])('answers to %s', async (_what, headers, status) => {
    await using bench = await startWithToken();
    const asked = {
      authorization: `DSNLogin jeton=${bench.token}`,
      'content-type': 'text/plain',
      'content-encoding': 'gzip',
      ...headers,
    };
    const answer = await bench.client.send(bench.server.depositUrl, {
      method: 'POST',
      headers: asked,
      body: gzipSync("S10.G00.00.001,'x'"),
    });
    expect(answer.status).toBe(status);
  });

  test('takes nothing by GET', async () => {
    await using bench = await startWithToken();
    expect((await bench.client.send(bench.server.depositUrl)).status).toBe(405);
  });
});

async function startWithToken() {
  const authority = await CertificateAuthority.create();
  const server = await NetEntreprisesServer.start({ identity: await authority.issue(), accounts: [createAccount(dupont)] });
  const client = createClient(authority.rootPem);
  const headers = { 'content-type': 'application/xml' };
  const { text: token } = await client.send(server.authenticationUrl, { method: 'POST', headers, body: authentication });
  return { server, client, token, [Symbol.asyncDispose]: () => server.close() };
}

test('a token that has ended asks for a new authentication', async () => {
  const authority = await CertificateAuthority.create();
  const accounts = [createAccount(dupont)];
  await using server = await NetEntreprisesServer.start({ identity: await authority.issue(), accounts, tokenLifetimeMs: 0 });
  const client = createClient(authority.rootPem);
  const { text: token } = await client.send(server.authenticationUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: authentication,
  });
  const answer = await client.send(`${server.url}/lister-retours-flux/2.0/flux-1`, {
    headers: { authorization: `DSNLogin jeton=${token}` },
  });
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Expiration du jeton"' } });
});
