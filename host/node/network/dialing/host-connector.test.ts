import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConnectionAttempt } from '../../../../core/services/network-probe-service.ts';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { stretched } from '../../../../test/support/time-bounds.ts';
import { HostConnector, type HostConnectorParts } from './host-connector.ts';
import { openSocket } from './open-socket.ts';

const never = new AbortController().signal;

/** Stands for an address from which nothing ever comes back. */
const blackhole: HostConnectorParts['openSocket'] = (_address, _port, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const bothFamilies: HostConnectorParts['lookUp'] = async (_host, family) => (family === 4 ? ['127.0.0.1'] : ['::1']);

async function hasIpv6Loopback(): Promise<boolean> {
  const server = createServer().listen(0, '::1');
  const isThere = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.close();
  return isThere;
}
const ipv6 = await hasIpv6Loopback();

let listener: LoopbackListener;
beforeEach(async () => {
  listener = await LoopbackListener.open(() => {});
});
afterEach(() => listener.close());

async function reach(connector: HostConnector, signal = never) {
  let attempts: readonly ConnectionAttempt[] = [];
  const note = (all: readonly ConnectionAttempt[]) => {
    attempts = all;
  };
  const answers = await connector.resolve('server.example', signal);
  const socket = await connector.connect(answers, { port: listener.port, admit: () => {}, note }, signal).catch((error: unknown) => error);
  if (!(socket instanceof Error)) (socket as Socket).destroy();
  return { socket, attempts };
}

describe('where IPv6 is broken and IPv4 works', () => {
  test('a server is reached in under a second, and the attempts tell so', async () => {
    const connector = new HostConnector({
      lookUp: bothFamilies,
      openSocket: (address, port, signal) => (address.family === 6 ? blackhole : openSocket)(address, port, signal),
    });
    const startMs = performance.now();
    const { attempts } = await reach(connector);
    expect(performance.now() - startMs).toBeLessThan(await stretched(1_000));
    expect(attempts).toMatchObject([
      { address: '::1', family: 6, outcome: 'unneeded' },
      { address: '127.0.0.1', family: 4, outcome: 'connected' },
    ]);
    expect(attempts[1]!.startMs - attempts[0]!.startMs).toBeGreaterThanOrEqual(240);
  });

  test('a name server that is silent about IPv6 costs next to nothing', async () => {
    const connector = new HostConnector({ lookUp: (_host, family) => (family === 4 ? bothFamilies(_host, 4) : new Promise(() => {})) });
    const { attempts } = await reach(connector);
    expect(attempts).toMatchObject([{ address: '127.0.0.1', outcome: 'connected' }]);
  });

  // Without IPv6 the first attempt fails by another code, which is the system's to choose.
  test(`::1 that refuses leads to 127.0.0.1 at once${ipv6 ? '' : ' (this machine has no IPv6)'}`, async () => {
    const { attempts } = await reach(new HostConnector({ lookUp: bothFamilies, attemptDelayMs: 60_000 }));
    expect(attempts).toMatchObject([
      { address: '::1', outcome: 'failed', systemCode: ipv6 ? 'ECONNREFUSED' : expect.any(String) },
      { address: '127.0.0.1', outcome: 'connected' },
    ]);
  });
});

test.skipIf(!ipv6)('where IPv4 is broken a server is reached by IPv6 alone', async () => {
  await listener.close();
  listener = await LoopbackListener.open(() => {}, { address: '::1' });
  const { attempts } = await reach(new HostConnector({ lookUp: bothFamilies }));
  expect(attempts).toMatchObject([{ address: '::1', outcome: 'connected' }]);
});

describe('addresses that come late', () => {
  const late: Partial<HostConnectorParts> = {
    resolutionDelayMs: 1,
    lookUp: (_host, family) =>
      family === 6 ? Promise.resolve(['2001:db8::1']) : new Promise((resolve) => setTimeout(resolve, 30, ['127.0.0.1'])),
    openSocket: (address, port, signal) => (address.family === 6 ? blackhole : openSocket)(address, port, signal),
  };

  test('join the race', async () => {
    expect((await reach(new HostConnector(late))).attempts).toMatchObject([
      { address: '2001:db8::1', outcome: 'unneeded' },
      { address: '127.0.0.1', outcome: 'connected' },
    ]);
  });

  test('are looked at before they are tried', async () => {
    const connector = new HostConnector(late);
    const answers = await connector.resolve('server.example', never);
    const admit = () => {
      throw new Error('not there');
    };
    const connecting = connector.connect(answers, { port: listener.port, admit, note: () => {} }, never);
    await expect(connecting).rejects.toThrow('not there');
    expect(listener.openConnections).toBe(0);
  });
});

test('all that was opened is closed once another was first', async () => {
  const opened: Socket[] = [];
  const connector = new HostConnector({
    lookUp: async (_host, family) => (family === 4 ? ['127.0.0.1', '127.0.0.2', '127.0.0.3'] : []),
    attemptDelayMs: 0,
    openSocket: async (...args) => {
      const socket = await openSocket(...args);
      opened.push(socket);
      return socket;
    },
  });
  await reach(connector);
  await expect.poll(() => opened.every((socket) => socket.destroyed)).toBe(true);
  await expect.poll(() => listener.openConnections).toBe(0);
});

test('nothing is connected for a caller who has given up', async () => {
  const controller = new AbortController();
  const connector = new HostConnector({
    lookUp: bothFamilies,
    openSocket: (...args) => {
      queueMicrotask(() => controller.abort(new Error('enough')));
      return blackhole(...args);
    },
  });
  const { socket, attempts } = await reach(connector, controller.signal);
  expect(socket).toMatchObject({ message: 'enough' });
  expect(attempts).toMatchObject([{ address: '::1', outcome: 'failed', systemCode: 'ETIMEDOUT' }]);
  await expect(openSocket({ address: '127.0.0.1', family: 4 }, listener.port, AbortSignal.abort())).rejects.toThrow('aborted');
});
