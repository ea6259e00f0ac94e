import { once } from 'node:events';
import { connect } from 'node:net';
import { ProxyAgent, request } from 'undici';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from './authority.ts';
import { createClient } from './client.ts';
import { ImpactEmploiServer } from './impact-emploi-server.ts';
import { MisbehavingServer } from './misbehaving-server.ts';
import { ProxyServer } from './proxy-server.ts';
import { startThirdPartyProxy } from './third-party-proxy.ts';

const agent = { user: 'agence', password: 'p@ss:é' };

describe('the proxy server', () => {
  let authority: CertificateAuthority;
  let server: ImpactEmploiServer;
  let proxy: ProxyServer;

  beforeEach(async () => {
    authority = await CertificateAuthority.create();
    server = await ImpactEmploiServer.start({ identity: await authority.issue({ hosts: ['127.0.0.1', 'impact-emploi.urssaf.fr'] }) });
    proxy = await ProxyServer.start({ addressBook: new Map([['impact-emploi.urssaf.fr:443', `127.0.0.1:${server.port}`]]) });
  });
  afterEach(async () => {
    await proxy.close();
    await server.close();
  });

  /** Visits an address through the proxy with undici, as the product does. */
  async function visit(
    url = server.updatesUrl,
    options: { credentials?: typeof agent; trustedPem?: string; through?: { host: string; port: number } } = {},
  ) {
    const { credentials, through = proxy, trustedPem = authority.rootPem } = options;
    const token = credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
    const dispatcher = new ProxyAgent({
      uri: `http://${through.host}:${through.port}`,
      requestTls: { ca: trustedPem },
      ...(token !== undefined && { token }),
    });
    try {
      const answer = await request(url, { dispatcher, signal: AbortSignal.timeout(2_000) });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    } finally {
      await dispatcher.destroy();
    }
  }

  const targetOf = (url: string) => new URL(url).host;

  test('tunnels TLS to where it is told and records it', async () => {
    expect(await visit()).toMatchObject({ status: 200, text: 'Mises à jour\n' });
    expect(proxy.records).toEqual([{ method: 'CONNECT', target: targetOf(server.url), credentials: null, status: 200 }]);
    expect(proxy.openedRequests).toEqual([]);
  });

  test('knows names that its clients cannot resolve', async () => {
    expect((await visit('https://impact-emploi.urssaf.fr/updates')).status).toBe(200);
    expect(server.requests[0]?.headers.host).toBe('impact-emploi.urssaf.fr');
  });

  test('forwards plain requests with absolute addresses', async () => {
    server.transport = 'plain-http';
    const url = server.updatesUrl.replace('https:', 'http:');
    const answer = await createClient('').send(proxy.url, { path: url, headers: { 'proxy-authorization': 'Basic eDp5' } });
    expect(answer).toMatchObject({ status: 200, text: 'Mises à jour\n' });
    expect(proxy.records[0]).toMatchObject({ method: 'GET', target: targetOf(url) });
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test.each([
    ['CONNECT', 'no-port'],
    ['CONNECT', 'https://a.example:443'],
    ['GET', '/'],
    ['GET', 'https://a.example/'],
  ])('refuses to be asked by %s for %s', async (method, target) => {
    const socket = connect(proxy.port, proxy.host);
    socket.end(`${method} ${target} HTTP/1.1\r\nhost: a.example\r\n\r\n`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
  });

  test('says that a target cannot be reached', async () => {
    const gone = await MisbehavingServer.start({ misbehaviour: 'reset' });
    const url = gone.url('https');
    await gone.close();
    await expect(visit(url)).rejects.toThrow('502');
  });

  test('asks for a user and a password, and lets who knows them through', async () => {
    proxy.behaviour = { kind: 'basic', ...agent };
    await expect(visit()).rejects.toThrow('407');
    await expect(visit(server.updatesUrl, { credentials: { ...agent, password: 'autre' } })).rejects.toThrow('407');
    expect((await visit(server.updatesUrl, { credentials: agent })).status).toBe(200);
    expect(proxy.records.map(({ credentials, status }) => [credentials?.password, status])).toEqual([
      [undefined, 407],
      ['autre', 407],
      [agent.password, 200],
    ]);
  });

  const askPlainly = () => createClient('').send(proxy.url, { path: 'http://impact-emploi.urssaf.fr/' });

  test.each([
    [{ kind: 'basic', ...agent }, 'Basic realm="Proxy agence"'],
    [{ kind: 'integrated', schemes: ['Negotiate', 'NTLM'] }, 'Negotiate, NTLM'],
  ] as const)('names the schemes it takes: %o', async (behaviour, challenge) => {
    proxy.behaviour = behaviour;
    const answer = await askPlainly();
    expect(answer.status).toBe(407);
    expect(answer.headers['proxy-authenticate']).toBe(challenge);
  });

  test('refuses integrated authentication to who has none', async () => {
    proxy.behaviour = { kind: 'integrated', schemes: ['NTLM'] };
    await expect(visit(server.updatesUrl, { credentials: agent })).rejects.toThrow('407');
  });

  test('forbids one site and lets another through', async () => {
    proxy.behaviour = { kind: 'forbid', hosts: ['impact-emploi.urssaf.fr'] };
    await expect(visit('https://impact-emploi.urssaf.fr/updates')).rejects.toThrow('403');
    expect((await visit()).status).toBe(200);
  });

  test('sends everybody to a page where one signs in', async () => {
    proxy.behaviour = { kind: 'captive-portal', location: 'http://portail.example/connexion' };
    expect(await askPlainly()).toMatchObject({ status: 302, headers: { location: 'http://portail.example/connexion' } });
    await expect(visit()).rejects.toThrow('302');
  });

  test('opens TLS with an authority of its own, and reads along where that is trusted', async () => {
    const appliance = await CertificateAuthority.create({ organisation: 'Fortinet' });
    proxy.behaviour = { kind: 'intercept', authority: appliance, trustedPem: authority.rootPem };
    await expect(visit()).rejects.toMatchObject({ code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' });
    expect(await visit(server.updatesUrl, { trustedPem: appliance.rootPem })).toMatchObject({ status: 200, text: 'Mises à jour\n' });
    expect((await visit('https://impact-emploi.urssaf.fr/updates', { trustedPem: appliance.rootPem })).status).toBe(200);
    expect(proxy.openedRequests).toEqual([`GET ${server.updatesUrl}`, 'GET https://impact-emploi.urssaf.fr:443/updates']);
  });

  test.each([
    ['garbage', 'HPE_INVALID_CONSTANT'],
    ['drop', 'ECONNRESET'],
    ['hang', 'TimeoutError'],
    ['drip', 'TimeoutError'],
  ] as const)('fails its clients by %s', async (kind, failure) => {
    proxy.behaviour = { kind };
    const outcome = await createClient('')
      .send(proxy.url, { path: 'http://impact-emploi.urssaf.fr/', timeoutMs: 300 })
      .catch((error) => error);
    expect([outcome.code, outcome.name]).toContain(failure);
  });

  test.each(['garbage', 'drop'] as const)('breaks tunnels by %s', async (kind) => {
    proxy.behaviour = { kind };
    await expect(visit()).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });

  test.each(['tunnel-hang', 'tunnel-garbage'] as const)('says that the tunnel stands, then: %s', async (kind) => {
    proxy.behaviour = { kind };
    const client = connect(proxy.port, proxy.host).setEncoding('latin1');
    client.write('CONNECT impact-emploi.urssaf.fr:443 HTTP/1.1\r\n\r\n');
    const [received] = await once(client, 'data');
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(received.endsWith('\r\n\r\n')).toBe(kind === 'tunnel-hang');
    client.destroy();
    expect(server.requests).toEqual([]);
  });

  test('answers for a server as it is told, with the marks of its make', async () => {
    proxy.behaviour = { kind: 'answer', status: 503, headers: [['x-squid-error', 'ERR_DNS_FAIL 0']] };
    expect(await askPlainly()).toMatchObject({ status: 503, headers: { 'x-squid-error': 'ERR_DNS_FAIL 0' } });
    await expect(visit()).rejects.toThrow('503');
  });

  test('ends tunnels under way when it closes', async () => {
    server.behaviour.updates = { kind: 'hang' };
    const hanging = visit();
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = proxy.close();
    await expect(hanging).rejects.toThrow();
    await closing;
    expect(proxy.openConnections).toBe(0);
    await expect.poll(() => server.openConnections).toBe(0);
  });

  test('ends requests that it forwards when it closes', async () => {
    server.transport = 'plain-http';
    server.behaviour.updates = { kind: 'hang' };
    const hanging = createClient('').send(proxy.url, { path: server.updatesUrl.replace('https:', 'http:') });
    await expect.poll(() => server.requests.length).toBe(1);
    const closing = proxy.close();
    await expect(hanging).rejects.toMatchObject({ code: 'ECONNRESET' });
    await closing;
    await expect.poll(() => server.openConnections).toBe(0);
  });

  describe('agrees with a proxy that nobody here wrote', () => {
    test('on tunnels', async () => {
      await using other = await startThirdPartyProxy();
      expect((await visit(server.updatesUrl, { through: other })).status).toBe(200);
      expect(other.targets).toEqual([targetOf(server.url)]);
    });

    test('on users and passwords', async () => {
      await using other = await startThirdPartyProxy(agent);
      await expect(visit(server.updatesUrl, { through: other })).rejects.toThrow('407');
      expect((await visit(server.updatesUrl, { through: other, credentials: agent })).status).toBe(200);
    });
  });
});
