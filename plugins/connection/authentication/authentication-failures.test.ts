/** What the state line says of an authentication that got no answer, on the real network. */
import { Secret } from 'boule-bleue';
import { afterEach, expect, test, vi } from 'vitest';
import { CertificateAuthority } from '../../../test/servers/authority.ts';
import { ProxyServer } from '../../../test/servers/proxy-server.ts';
import { ConnectionBench } from '../../../test/support/connection-bench.ts';
import { reached } from '../../../test/support/connection-evidence.ts';

let bench: ConnectionBench;
afterEach(() => bench[Symbol.asyncDispose]());

const ballBecomes = (state: string) => vi.waitFor(() => expect(bench.ball).toBe(state), 5_000);
const requests = () => bench.impactEmploi.requests.map(({ method }) => method);
const throughProxy = ({ host, port }: { host: string; port: number }, user = '') => ({
  'connection.type': 'proxy',
  'connection.proxy.host': host,
  'connection.proxy.port': port,
  'connection.proxy.user': user,
});

test('a proxy that isn’t there is named', async () => {
  bench = await ConnectionBench.start(throughProxy({ host: '127.0.0.1', port: 1 }));
  await bench.activate();
  await ballBecomes('failed');
  expect(bench.state.status).toMatchObject({
    cause: 'proxy-unreachable',
    reason: { key: 'cause.proxy-unreachable-refused', args: { proxy: '127.0.0.1:1' } },
    next: { key: 'next.check-proxy' },
  });
});

test('who opens the encrypted connection is named', async () => {
  bench = await ConnectionBench.start();
  const antivirus = await CertificateAuthority.create({ organisation: 'Kaspersky Lab' });
  bench.impactEmploi.identity = await antivirus.issue();
  await bench.activate();
  await ballBecomes('failed');
  const { status } = bench.state;
  expect(status).toMatchObject({ cause: 'cert-intercepted', reason: { key: 'cause.cert-intercepted-antivirus' } });
  expect(status.reason?.args).toMatchObject({ inspector: 'Kaspersky' });
  expect(requests()).toEqual([]);
});

test('a proxy that asks for a password which nobody has given says so', async () => {
  const proxy = await ProxyServer.start({ behaviour: { kind: 'basic', user: 'dupont', password: 'juste' } });
  bench = await ConnectionBench.start(throughProxy(proxy));
  bench.own(proxy);
  await bench.activate();
  await ballBecomes('failed');
  expect(bench.state.status.reason?.key).toBe('cause.proxy-auth-missing');
});

test('a password that a proxy refused is not sent again to find out more', async () => {
  const proxy = await ProxyServer.start({ behaviour: { kind: 'basic', user: 'dupont', password: 'juste' } });
  bench = await ConnectionBench.start(throughProxy(proxy, 'dupont'));
  bench.own(proxy);
  const { host, port } = proxy;
  await bench.secrets.set('proxy-password', new Secret(JSON.stringify({ host, port, user: 'dupont', password: 'faux' })));
  await bench.activate();
  await ballBecomes('failed');
  expect(bench.state.status.cause).toBe('proxy-auth');
  expect(proxy.records).toHaveLength(1);
});

test('a server that is there and gives the authentication alone no answer keeps the cause of that', async () => {
  const prober = { probe: async () => reached(), onDidChangeNetwork: () => ({ dispose: () => {} }) };
  bench = await ConnectionBench.start({}, { prober });
  bench.impactEmploi.behaviour.authentication = { kind: 'reset' };
  await bench.activate();
  await ballBecomes('failed');
  expect(bench.state.status).toMatchObject({ cause: 'reset', reason: { key: 'cause.reset' } });
});

test('a look that lasts is cancelled with the authentication', async () => {
  let aborted = false;
  const prober = {
    probe: ({ signal }: { signal?: AbortSignal }) =>
      new Promise<never>((_resolve, reject) =>
        signal?.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        }),
      ),
    onDidChangeNetwork: () => ({ dispose: () => {} }),
  };
  const probe = vi.spyOn(prober, 'probe');
  bench = await ConnectionBench.start({}, { prober });
  bench.impactEmploi.behaviour.authentication = { kind: 'reset' };
  await bench.activate();
  await vi.waitFor(() => expect(probe).toHaveBeenCalled());
  await bench.deactivate();
  expect([aborted, bench.state.status.state]).toEqual([true, 'unknown']);
});
