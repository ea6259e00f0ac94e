import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LoopbackListener } from '../../../../test/servers/loopback-listener.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';

let fixture: NetworkFixture;
beforeAll(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

/** An address of a server whose certificate is good for some hosts; it speaks TLS and no more. */
async function serveAt(address: '127.0.0.1' | '::1', hosts: readonly string[]): Promise<string> {
  const identity = await fixture.authority.issue({ hosts });
  return fixture.own(await MisbehavingServer.start({ misbehaviour: 'garbage', identity, address })).url('https');
}

describe('an IP address in place of a name', () => {
  test.each(['127.0.0.1', '::1'] as const)('(%s) is good where the certificate names it', async (address) => {
    const url = await serveAt(address, [address]);
    expect((await fixture.probe().probe({ url })).stages.find(({ name }) => name === 'tls')?.ok).toBe(true);
  });

  test.each(['127.0.0.1', '::1'] as const)('(%s) is refused where the certificate names another, or names alone', async (address) => {
    for (const host of ['192.0.2.1', '2001:db8::1', 'localhost']) {
      const report = await fixture.probe().probe({ url: await serveAt(address, [host]) });
      expect(report).toMatchObject({
        cause: 'cert-wrong-host',
        certificate: { names: [expect.any(String)] },
        encryption: { trustedBy: 'added' },
      });
    }
  });
});

test('an alert that says the name is unknown is about the name', async () => {
  // Record of an alert (RFC 8446, 6): fatal, unrecognized_name.
  const alert = Buffer.from('15030300020270', 'hex');
  const listener = fixture.own(await LoopbackListener.open((socket) => socket.once('data', () => socket.end(alert))));
  const report = await fixture.probe().probe({ url: `https://localhost:${listener.port}/` });
  expect(report).toMatchObject({ cause: 'cert-wrong-host', systemCode: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME' });
  expect(report).not.toHaveProperty('encryption');
});
