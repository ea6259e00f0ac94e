/** The same from outside: the built product, its command line, real TLS, and an authority that it knows by NODE_EXTRA_CA_CERTS alone. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CertificateAuthority } from '../../servers/authority.ts';
import { issueFaultyIdentity } from '../../servers/identity-faults.ts';
import { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import { NetEntreprisesServer } from '../../servers/net-entreprises-server.ts';
import { ProxyServer } from '../../servers/proxy-server.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { runCommandLine } from '../office.ts';
import { findClosedPort } from './test-network.ts';

interface TestTold {
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly Readonly<Record<string, unknown>>[];
}

let folder: string;
let authority: CertificateAuthority;
let impactEmploi: ImpactEmploiServer;
let netEntreprises: NetEntreprisesServer;
let proxy: ProxyServer;
let product: StartedProduct;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causes-'));
  authority = await CertificateAuthority.create();
  const authorityFile = join(folder, 'authority.pem');
  await writeFile(authorityFile, authority.rootPem);
  const identity = await authority.issue();
  impactEmploi = await ImpactEmploiServer.start({ identity });
  netEntreprises = await NetEntreprisesServer.start({ identity });
  proxy = await ProxyServer.start();
  product = await startProduct({ dataFolder: join(folder, 'data'), env: { NODE_EXTRA_CA_CERTS: authorityFile } });
});

afterAll(async () => {
  await product.stop();
  await Promise.all([impactEmploi.close(), netEntreprises.close(), proxy.close()]);
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  impactEmploi.identity = await authority.issue();
  impactEmploi.behaviour.authentication = 'authorised';
  proxy.behaviour = { kind: 'open' };
});

const throughProxy = () => ({ type: 'proxy', proxy: { host: proxy.host, port: proxy.port } });

/** « Tester l'accès aux serveurs » on the command line, with values that are not saved. */
async function runTest(args: Readonly<Record<string, unknown>> = {}): Promise<TestTold> {
  const servers = {
    authentication: impactEmploi.authenticationUrl,
    update: impactEmploi.updatesUrl,
    // Another host, as the real one is.
    netEntreprises: netEntreprises.authenticationUrl.replace('127.0.0.1', 'localhost'),
  };
  const values = { type: 'direct', ...args, servers: { ...servers, ...(args.servers as object | undefined) } };
  const { stdout } = await runCommandLine(product.dataFolder, ['run', 'connection.test', '--args', JSON.stringify(values), '--json']);
  return JSON.parse(stdout) as TestTold;
}

test('servers that are well are reached, and the answer has the members of the contract, no others', async () => {
  const told = await runTest();
  expect(told).toMatchObject({ ok: true });
  expect(Object.keys(told).sort()).toEqual(['addresses', 'ms', 'ok']);
  for (const address of told.addresses) {
    expect(Object.keys(address).sort()).toEqual(['actor', 'cause', 'ms', 'next', 'ok', 'role', 'sentence', 'stages', 'url']);
    for (const stage of address.stages as object[]) expect(Object.keys(stage).sort()).toEqual(['detail', 'ms', 'name', 'ok']);
  }
});

test.each([
  {
    what: 'nobody listens at the authentication’s port',
    arrange: async () => ({ servers: { authentication: `https://127.0.0.1:${await findClosedPort()}` } }),
    told: { cause: 'refused', actor: 'user', sentence: 'Le serveur 127.0.0.1 refuse la connexion.' },
  },
  {
    what: 'the certificate is expired',
    arrange: async () => {
      impactEmploi.identity = await issueFaultyIdentity(authority, 'expired');
      return {};
    },
    told: {
      cause: 'cert-expired',
      actor: 'impact-emploi',
      sentence: expect.stringMatching(/^Le certificat du serveur 127\.0\.0\.1 a expiré le /),
    },
  },
  {
    what: 'the server is down',
    arrange: async () => {
      impactEmploi.behaviour.authentication = { kind: 'unavailable', retryAfterSeconds: 1_800 };
      return {};
    },
    told: {
      cause: 'maintenance',
      actor: 'impact-emploi',
      sentence: expect.stringMatching(/est en maintenance, jusqu’à \d\d:\d\d selon lui/),
    },
  },
  {
    what: 'the proxy takes NTLM alone',
    arrange: async () => {
      proxy.behaviour = { kind: 'integrated', schemes: ['NTLM'] };
      return throughProxy();
    },
    told: { cause: 'proxy-auth-scheme', sentence: expect.stringContaining('NTLM') },
  },
  {
    what: 'the proxy opens what is encrypted',
    arrange: async () => {
      const appliance = await CertificateAuthority.create({ organisation: 'Fortinet' });
      proxy.behaviour = { kind: 'intercept', authority: appliance, trustedPem: authority.rootPem };
      return throughProxy();
    },
    told: { cause: 'cert-intercepted', sentence: expect.stringContaining('Fortinet') },
  },
])('on the command line, when $what', async ({ arrange, told }) => {
  const { ok, addresses } = await runTest(await arrange());
  expect(ok).toBe(false);
  expect(addresses.find(({ role }) => role === 'authentication')).toMatchObject({ ok: false, ...told, next: expect.stringMatching(/\.$/) });
});
