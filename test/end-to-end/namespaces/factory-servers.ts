/** In a network of its own: the servers at the factory addresses, to the port, and the access test of the built product. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority } from '../../servers/authority.ts';
import { ImpactEmploiServer } from '../../servers/impact-emploi-server.ts';
import { NetEntreprisesServer } from '../../servers/net-entreprises-server.ts';
import { runCommandLine } from '../office.ts';

export interface AddressTold {
  readonly role: string;
  readonly cause: string | null;
  readonly actor: string | null;
  readonly sentence: string;
  readonly next: string | null;
  readonly ms: number;
  readonly stages: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}

export interface TestTold {
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly AddressTold[];
}

/** « Tester l'accès aux serveurs » with the factory addresses, directly. */
export async function testFactoryAddresses(authority: CertificateAuthority): Promise<TestTold> {
  const folder = await mkdtemp(join(tmpdir(), 'factory-servers-'));
  try {
    const authorityFile = join(folder, 'authority.pem');
    await writeFile(authorityFile, authority.rootPem);
    const dataFolder = join(folder, 'data');
    const environment = { NODE_EXTRA_CA_CERTS: authorityFile, http_proxy: '', https_proxy: '', HTTP_PROXY: '', HTTPS_PROXY: '' };
    await runCommandLine(dataFolder, ['settings', 'set', 'connection.type', 'direct'], environment);
    const { stdout } = await runCommandLine(dataFolder, ['run', 'connection.test', '--json'], environment);
    return JSON.parse(stdout) as TestTold;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Both at port 443: Impact emploi on 127.0.0.1, Net-entreprises on ::1. */
export async function startFactoryServers(authority: CertificateAuthority): Promise<AsyncDisposable> {
  const started = new AsyncDisposableStack();
  const identity = await authority.issue({ hosts: ['impact-emploi.urssaf.fr', 'services.net-entreprises.fr'] });
  started.use(await ImpactEmploiServer.start({ identity, port: 443 }));
  started.use(await NetEntreprisesServer.start({ identity, port: 443, address: '::1' }));
  return started;
}

/** Nobody serves anything. */
export default async function testAlone(): Promise<TestTold> {
  return testFactoryAddresses(await CertificateAuthority.create());
}
