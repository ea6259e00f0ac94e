import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { spawnTypescript } from '../../../../test/support/typescript-child.ts';

let fixture: NetworkFixture;
beforeEach(async () => {
  fixture = await NetworkFixture.create();
});
afterEach(() => fixture.dispose());

test('the context is made once, and anew after a change', async () => {
  const first = await fixture.trust.secureContext();
  expect(await fixture.trust.secureContext()).toBe(first);
  const handle = fixture.trust.addAuthority(fixture.authority.rootPem);
  expect(await fixture.trust.secureContext()).not.toBe(first);
  handle.dispose();
});

test('what is no certificate can’t be trusted', () => {
  expect(() => fixture.trust.addAuthority('garbage')).toThrow();
});

test('NODE_TLS_REJECT_UNAUTHORIZED=0 changes nothing, and is warned of', async () => {
  const stranger = await NetworkFixture.create();
  const url = await fixture.serve((_request, response) => response.end(), await stranger.authority.issue());
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  const report = await fixture.probe().probe({ url });
  expect(report.cause).toBe('cert-unknown-ca');
  expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined();
  expect(fixture.warnings.map(({ message }) => message)).toEqual([expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored')]);
});

// Where the system's store is a file that may be named, a test can have one of its own.
const variables = process.platform === 'linux' ? ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'] : ['NODE_EXTRA_CA_CERTS'];

test.each(variables)('%s is trusted beside the bundled authorities, and named as the source', async (variable) => {
  const folder = await mkdtemp(join(tmpdir(), 'trust-'));
  await writeFile(join(folder, 'more.pem'), fixture.authority.rootPem);
  const url = await fixture.serve((_request, response) => response.end());
  const child = spawnTypescript(probeProgram(url), { env: { NODE_EXTRA_CA_CERTS: '', [variable]: join(folder, 'more.pem') } });
  const source = variable === 'SSL_CERT_FILE' ? 'system' : 'extra';
  expect(await child.waitFor('}')).toContain(`"cause":null,"source":"${source}"`);
  await child.kill();
  await rm(folder, { recursive: true });
});

test('without them the same server is not trusted', async () => {
  const url = await fixture.serve((_request, response) => response.end());
  const child = spawnTypescript(probeProgram(url), { env: { NODE_EXTRA_CA_CERTS: '' } });
  expect(await child.waitFor('}')).toContain('"cause":"cert-unknown-ca"');
  await child.kill();
});

function probeProgram(url: string): string {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  return `
    const { Trust } = await import(${module('trust.ts')});
    const { Dialer } = await import(${module('../dialing/dialer.ts')});
    const { RouteResolver } = await import(${module('../routes/route.ts')});
    const { NetworkProbe } = await import(${module('../network-probe.ts')});
    const { pluginNetwork } = await import(${module('../../../../test/support/plugin-network.ts')});
    const dialer = new Dialer(new RouteResolver({ warn: console.error }), new Trust({ warn: console.error }));
    const probe = new NetworkProbe({ ...pluginNetwork(), dialer, currentRoute: async () => ({ type: 'direct' }), userAgent: 'test' });
    const { cause, encryption } = await probe.probe({ url: ${JSON.stringify(url)} });
    process.stdout.write(JSON.stringify({ cause, source: encryption?.trustedBy }));`;
}
