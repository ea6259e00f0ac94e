import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { PrivateAddressError } from '../dialing/private-address-error.ts';
import { investigate } from './investigation.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

const answerOk = (_request: unknown, response: { end(body: string): void }) => response.end('bonjour');

describe('an address of https: behind whose port is plain HTTP', () => {
  test('is found out, directly and through a proxy', async () => {
    const url = (await fixture.servePlain(answerOk)).replace('http:', 'https:');
    const proxy = fixture.own(await ProxyServer.start({}));
    const direct = await fixture.probe().probe({ url, investigate: true });
    expect(direct).toMatchObject({ cause: 'not-tls', findings: { speaksPlainHttp: true } });
    const route = { type: 'proxy', host: proxy.host, port: proxy.port } as const;
    const throughProxy = await fixture.probe().probe({ url, investigate: true, route });
    expect(throughProxy).toMatchObject({ cause: 'not-tls', findings: { speaksPlainHttp: true } });
  });

  test('is not asked about without being told to', async () => {
    const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'plain-http' }));
    const report = await fixture.probe().probe({ url: server.url('https') });
    expect(report).not.toHaveProperty('findings');
    expect(server.connections).toBe(1);
  });
});

test('something that speaks neither TLS nor HTTP has no finding', async () => {
  const server = fixture.own(await MisbehavingServer.start({ misbehaviour: 'garbage' }));
  const report = await fixture.probe().probe({ url: server.url('https'), investigate: true });
  expect(report.cause).toBe('not-tls');
  expect(report).not.toHaveProperty('findings');
});

describe('a question', () => {
  const failure = { cause: 'tls-version', stages: [], ms: 0 } as const;
  const ask = (error: Error) => {
    const unexpected = () => Promise.reject(new Error('nobody asks for this'));
    const connect = () => Promise.reject(error);
    const context = { url: new URL('https://server.example'), trust: fixture.trust, sentChain: [], connect, get: unexpected };
    return investigate(failure, context, new AbortController().signal);
  };

  test('whose name leads inside the second time finds nothing', async () => {
    expect(await ask(new PrivateAddressError('server.example'))).toEqual({});
  });

  test('that the network doesn’t let through finds nothing', async () => {
    expect(await ask(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }))).toEqual({});
  });

  test('that has a bug says so', async () => {
    await expect(ask(new TypeError('x is not a function'))).rejects.toThrow('x is not a function');
  });
});
