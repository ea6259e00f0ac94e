/** Where secrets go: each to its own place over verified TLS, the proxy's password to that proxy, and nothing anywhere else, whatever others answer. */
import { Secret } from 'boule-bleue';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority, type ServerIdentity } from '../../servers/authority.ts';
import { HttpOrigin, type RecordedRequest } from '../../servers/http-origin.ts';
import { identityFaults, issueFaultyIdentity } from '../../servers/identity-faults.ts';
import { MisbehavingServer } from '../../servers/misbehaving-server.ts';
import type { ProxyBehaviour } from '../../servers/proxy-behaviour.ts';
import { ProxyServer } from '../../servers/proxy-server.ts';
import type { Answer, ServerFault } from '../../servers/server-faults.ts';
import { impactEmploiHost, issuerAddress, publisherHost, TestNetwork } from '../causes/test-network.ts';
import { findSecrets } from './secret-traces.ts';

const agent = { user: 'agence-marquée', password: 'Mandataire-marqué&/é1' };
/** Nobody that is asked here keeps silent for long. */
const patience = { ms: 3_000 };
const installation = 'IEA-MARQUE-4711';
const wanted: ProxyBehaviour = { kind: 'basic', ...agent };

let authority: CertificateAuthority;
beforeAll(async () => {
  authority = await CertificateAuthority.create();
});

/** A server that records and answers the same to all. */
class Recorder extends HttpOrigin {
  private constructor(
    private readonly reply: Answer | ServerFault,
    identity: ServerIdentity,
  ) {
    super(identity);
  }

  static async start(reply: Answer | ServerFault, hosts = ['127.0.0.1', impactEmploiHost]): Promise<Recorder> {
    return new Recorder(reply, await authority.issue({ hosts })).listen();
  }

  protected override answer(): Answer | ServerFault {
    return this.reply;
  }
}

/** An office that knows both secrets: the proxy's, once it is saved, and its installation's name, which only the authentication may learn. */
async function startOffice(): Promise<TestNetwork> {
  const network = await TestNetwork.start(authority, { patience });
  await network.set({ 'impactEmploi.installation': installation });
  return network;
}

async function savePassword(network: TestNetwork, proxy: ProxyServer): Promise<void> {
  const { host, port } = proxy;
  await network.bench.run('connection.save', {
    type: 'proxy',
    proxy: { host, port, user: agent.user, password: new Secret(agent.password) },
  });
}

async function testAndAuthenticate({ bench }: TestNetwork, args?: object): Promise<void> {
  await bench.run('connection.test', args);
  await bench.run('connection.authenticate');
}

const withSecrets = (requests: readonly RecordedRequest[]) =>
  findSecrets(new Map(requests.map((request, index) => [`request ${index}`, JSON.stringify(request)])), {
    'the password of the proxy': agent.password,
    'its user and password together': `${agent.user}:${agent.password}`,
    'the installation': installation,
  });
const shownTo = (proxy: ProxyServer) => proxy.records.filter(({ credentials }) => credentials !== null && credentials.password !== '');

describe('the password of the proxy', () => {
  test('goes to that proxy, and to no server behind it', async () => {
    await using network = await startOffice();
    const proxy = await network.through(wanted);
    await network.bench.activate();
    await savePassword(network, proxy);
    await testAndAuthenticate(network);
    expect(network.bench.ball).toBe('connected');
    expect(shownTo(proxy).length).toBeGreaterThan(0);
    const received = [...network.impactEmploi.requests, ...network.netEntreprises.requests].filter(
      ({ path }) => path !== '/authentification',
    );
    expect(received.length).toBeGreaterThan(0);
    expect(withSecrets(received)).toEqual([]);
    expect(JSON.stringify(network.impactEmploi.requests)).not.toContain('proxy-authorization');
  });

  test.each([
    ['another port of the same host', (other: ProxyServer) => ({ host: other.host, port: other.port })],
    ['another name of the same host', (other: ProxyServer) => ({ host: 'localhost', port: other.port })],
  ])('is not shown to a proxy at %s', async (_where, placeOf) => {
    await using network = await startOffice();
    const proxy = await network.through(wanted);
    const other = network.own(await ProxyServer.start({ behaviour: wanted }));
    await network.bench.activate();
    await savePassword(network, proxy);
    await testAndAuthenticate(network, { proxy: placeOf(other) });
    expect(other.records.length).toBeGreaterThan(0);
    expect(shownTo(other)).toEqual([]);
    await network.bench.run('connection.save', { proxy: placeOf(other) });
    await testAndAuthenticate(network);
    expect(shownTo(other)).toEqual([]);
  });

  test('is not shown to a proxy that the system names', async () => {
    const other = await ProxyServer.start({ behaviour: wanted });
    await using network = await TestNetwork.start(authority, {
      patience,
      system: { environment: { https_proxy: other.url, http_proxy: other.url } },
    });
    network.own(other);
    const proxy = await network.through(wanted);
    await network.bench.activate();
    await savePassword(network, proxy);
    await network.bench.run('connection.save', { type: 'system' });
    await testAndAuthenticate(network);
    expect(other.records.length).toBeGreaterThan(0);
    expect(shownTo(other)).toEqual([]);
  });

  test('is not shown to a proxy or a portal that the proxy sends to', async () => {
    await using network = await startOffice();
    const portal = network.own(await Recorder.start({ status: 200 }));
    portal.transport = 'plain-http';
    const proxy = await network.through({ kind: 'captive-portal', location: `http://127.0.0.1:${portal.port}/` });
    await network.bench.activate();
    await savePassword(network, proxy);
    await testAndAuthenticate(network);
    expect(withSecrets(portal.requests)).toEqual([]);
  });

  test.each(['direct', 'through the proxy'] as const)('is not shown to a server that asks for it, %s', async (way) => {
    await using network = await startOffice();
    const asking = network.own(await Recorder.start({ status: 407, headers: { 'proxy-authenticate': 'Basic realm="Proxy"' } }));
    network.lead(impactEmploiHost, asking.port);
    const proxy = await network.through(wanted);
    await network.bench.activate();
    await savePassword(network, proxy);
    if (way === 'direct') await network.bench.run('connection.save', { type: 'direct' });
    await testAndAuthenticate(network);
    expect(asking.requests.length).toBeGreaterThan(0);
    expect(JSON.stringify(asking.requests)).not.toContain('proxy-authorization');
    expect(withSecrets(asking.requests.filter(({ path }) => path !== '/authentification'))).toEqual([]);
  });

  test('is not shown to whoever answers further questions: authorities, portals, servers in plain HTTP', async () => {
    await using network = await startOffice();
    const publisher = network.own(await Recorder.start({ status: 200, body: authority.intermediateDer }));
    publisher.transport = 'plain-http';
    const portal = network.own(await Recorder.start({ kind: 'redirect', location: 'http://portail.example/' }));
    portal.transport = 'plain-http';
    network.leadAll(portal.port, 80);
    network.lead(publisherHost, publisher.port, 80);
    network.impactEmploi.identity = await authority.issue({ hosts: [impactEmploiHost], sendUpTo: 'leaf', issuerAddress });
    const proxy = await network.through(wanted);
    await network.bench.activate();
    await savePassword(network, proxy);
    for (const type of ['proxy', 'direct'] as const) await testAndAuthenticate(network, { type });
    const cut = network.own(await MisbehavingServer.start({ misbehaviour: 'reset' }));
    network.leadAll(cut.port);
    for (const type of ['proxy', 'direct'] as const) await testAndAuthenticate(network, { type });
    expect(publisher.requests.length).toBeGreaterThan(0);
    expect(portal.requests.length).toBeGreaterThan(0);
    const asked = [...publisher.requests, ...portal.requests];
    expect(withSecrets(asked)).toEqual([]);
    expect(asked.flatMap(({ headers }) => Object.keys(headers))).not.toContain('proxy-authorization');
    expect(asked.flatMap(({ headers }) => Object.keys(headers))).not.toContain('cookie');
  });
});

describe('what authenticates the installation', () => {
  const authenticated = ({ requests }: HttpOrigin) => requests.filter(({ method, body }) => method === 'POST' || body !== '');

  test.each(identityFaults)('is not sent to a server whose certificate is %s', async (fault) => {
    await using network = await startOffice();
    network.impactEmploi.identity = await issueFaultyIdentity(authority, fault, { hosts: [impactEmploiHost] });
    await network.bench.activate();
    await testAndAuthenticate(network);
    expect(authenticated(network.impactEmploi)).toEqual([]);
    expect(withSecrets(network.impactEmploi.requests)).toEqual([]);
  });

  test.each(['normal', 'etendu'] as const)('is not sent in the open, whatever the mode: %s', async (mode) => {
    await using network = await startOffice();
    const open = network.own(await Recorder.start({ status: 200 }));
    open.transport = 'plain-http';
    network.lead(impactEmploiHost, open.port, 80);
    network.lead(impactEmploiHost, open.port);
    await network.set({ 'connection.mode': mode, 'connection.servers.authentication': `http://${impactEmploiHost}` });
    await network.bench.activate();
    await testAndAuthenticate(network);
    await network.through({ kind: 'open' });
    await testAndAuthenticate(network);
    expect(open.requests.length).toBeGreaterThan(0);
    expect(authenticated(open)).toEqual([]);
    expect(withSecrets(open.requests)).toEqual([]);
  });

  test.each([301, 302, 303, 307, 308] as const)('does not follow a redirect to another origin: %i', async (status) => {
    await using network = await startOffice();
    const other = network.own(await Recorder.start({ status: 200 }));
    network.lead('ailleurs.example', other.port);
    network.impactEmploi.behaviour.authentication = {
      kind: 'redirect',
      status,
      location: `https://127.0.0.1:${other.port}/authentification`,
    };
    await network.bench.activate();
    await testAndAuthenticate(network);
    expect(authenticated(network.impactEmploi).length).toBeGreaterThan(0);
    expect(authenticated(other)).toEqual([]);
    expect(withSecrets(other.requests)).toEqual([]);
  });

  test('is not read by a proxy that opens TLS', async () => {
    await using network = await startOffice();
    const appliance = await CertificateAuthority.create({ organisation: 'Fortinet' });
    const proxy = await network.through({ kind: 'intercept', authority: appliance, trustedPem: authority.rootPem });
    await network.bench.activate();
    await testAndAuthenticate(network);
    expect(proxy.openedRequests).toEqual([]);
    expect(network.impactEmploi.requests).toEqual([]);
  });

  test('is sent by a test of saved addresses alone, and to its own origin alone', async () => {
    await using network = await startOffice();
    const typed = network.own(await Recorder.start({ status: 200 }));
    await network.bench.activate();
    await expect.poll(() => network.bench.ball).toBe('connected');
    await network.bench.run('connection.test');
    const before = authenticated(network.impactEmploi).length;
    await network.bench.run('connection.test', { servers: { authentication: `https://127.0.0.1:${typed.port}` } });
    expect(typed.requests.length).toBeGreaterThan(0);
    expect(authenticated(typed)).toEqual([]);
    expect(withSecrets(typed.requests)).toEqual([]);
    expect(authenticated(network.impactEmploi).length).toBe(before);
    expect(withSecrets(network.netEntreprises.requests)).toEqual([]);
  });
});
