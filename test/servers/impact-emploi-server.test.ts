import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from './authority.ts';
import { type Client, createClient } from './client.ts';
import { issueFaultyIdentity } from './identity-faults.ts';
import { ImpactEmploiServer } from './impact-emploi-server.ts';

describe('the Impact emploi server', () => {
  let authority: CertificateAuthority;
  let server: ImpactEmploiServer;
  let client: Client;

  beforeEach(async () => {
    authority = await CertificateAuthority.create();
    server = await ImpactEmploiServer.start({ identity: await authority.issue() });
    client = createClient(authority.rootPem);
  });
  afterEach(() => server.close());

  const authenticate = (body: unknown = { installation: 'ESSAI-0001', version: '3.00.72' }) =>
    client.send(`${server.authenticationUrl}/authentification`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  test('authorises an installation and hands out its token and the assistance key', async () => {
    const answer = await authenticate();
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({
      etat: 'autorisee',
      jeton: server.tokens[0],
      expire: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/),
      cleAssistance: server.cleAssistance,
    });
  });

  test('keeps its assistance key from one authentication to the next', async () => {
    const [first, second] = [await authenticate(), await authenticate()].map((answer) => JSON.parse(answer.text));
    expect(first.cleAssistance).toBe(second.cleAssistance);
    expect(first.jeton).not.toBe(second.jeton);
  });

  test.each(['autorisation-refusee', 'licence-inconnue'] as const)('refuses with the motive %s when told to', async (motif) => {
    server.behaviour.authentication = motif;
    const answer = await authenticate();
    expect([answer.status, JSON.parse(answer.text)]).toEqual([403, { etat: 'refusee', motif }]);
  });

  test('does not know an installation without a name', async () => {
    const answer = await authenticate({ installation: '', version: '3.00.72' });
    expect([answer.status, JSON.parse(answer.text).motif]).toEqual([403, 'licence-inconnue']);
  });

  test.each([
    ['not an object', 1],
    ['no version', { installation: 'ESSAI' }],
    ['an installation that is no text', { installation: 1, version: '3' }],
  ])('answers 400 to a body with %s', async (_fault, body) => {
    expect((await authenticate(body)).status).toBe(400);
  });

  test('takes JSON by POST and nothing else', async () => {
    const url = `${server.authenticationUrl}/authentification`;
    expect((await client.send(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' })).status).toBe(415);
    expect(await client.send(url)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test.each(['GET', 'HEAD'] as const)('answers the access test of both addresses by %s', async (method) => {
    expect((await client.send(server.authenticationUrl, { method })).status).toBe(200);
    expect((await client.send(server.updatesUrl, { method })).status).toBe(200);
  });

  test('lists versions whose notes have the digest it announces', async () => {
    const [version] = JSON.parse((await client.send(`${server.updatesUrl}/versions.json`)).text);
    const notes = await client.send(`${server.updatesUrl}/${version.notes}`);
    expect(version).toMatchObject({ version: '3.00.72', date: '2019-03-19' });
    expect(createHash('sha256').update(notes.text).digest('hex')).toBe(version.sha256);
  });

  test('publishes a new version while it runs', async () => {
    server.versions = [{ version: '3.00.73', date: '2019-04-04', notes: '# V.3.00.73' }, ...server.versions];
    const versions = JSON.parse((await client.send(`${server.updatesUrl}/versions.json`)).text);
    expect(versions.map((version: { version: string }) => version.version)).toEqual(['3.00.73', '3.00.72']);
    expect((await client.send(`${server.updatesUrl}/notes/3.00.73.md`)).text).toBe('# V.3.00.73');
    expect((await client.send(`${server.updatesUrl}/notes/3.00.99.md`)).status).toBe(404);
  });

  test('records what reached it', async () => {
    await authenticate({ installation: 'ESSAI-0002', version: '3.00.72' });
    expect(server.requests).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/authentification',
        body: '{"installation":"ESSAI-0002","version":"3.00.72"}',
        encrypted: true,
      }),
    ]);
  });

  test('may fail on one of its addresses while the other works', async () => {
    server.behaviour.updates = { kind: 'status', status: 500 };
    expect((await client.send(server.updatesUrl)).status).toBe(500);
    expect((await authenticate()).status).toBe(200);
  });

  test('speaks plain HTTP where TLS is expected, and TLS again', async () => {
    server.transport = 'plain-http';
    await expect(authenticate()).rejects.toThrow(/wrong version number/);
    expect((await client.send(server.authenticationUrl.replace('https:', 'http:'))).status).toBe(200);
    expect(server.requests.at(-1)).toMatchObject({ encrypted: false });
    server.transport = 'tls';
    expect((await authenticate()).status).toBe(200);
  });

  test('shows another certificate from the next connection on', async () => {
    await authenticate();
    server.identity = await issueFaultyIdentity(authority, 'expired');
    await expect(authenticate()).rejects.toMatchObject({ code: 'CERT_HAS_EXPIRED' });
  });

  test('shows another time where its clock is off', async () => {
    server.clockOffsetMs = -3 * 86_400_000;
    const { headers } = await client.send(server.updatesUrl);
    expect(Date.now() - Date.parse(headers.date ?? '')).toBeGreaterThan(2.9 * 86_400_000);
  });

  test('keeps no connection alive, so that every change counts from the next request on', async () => {
    expect((await client.send(server.updatesUrl, { headers: { connection: 'keep-alive' } })).headers.connection).toBe('close');
  });

  test('listens on IPv6 where asked', async () => {
    await using onIpv6 = await ImpactEmploiServer.start({ identity: await authority.issue(), address: '::1' });
    expect(onIpv6.authenticationUrl).toMatch(/^https:\/\/\[::1\]:\d+$/);
    expect((await client.send(onIpv6.updatesUrl)).status).toBe(200);
  });

  test('leaves no connection behind when it closes, even one that hangs', async () => {
    server.behaviour.authentication = { kind: 'hang' };
    const hanging = authenticate();
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = server.close();
    await expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
    await closing;
    expect(server.openConnections).toBe(0);
  });
});
