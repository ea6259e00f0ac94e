import { CertificateAuthority } from '../../servers/authority.ts';
import { startFactoryServers, type TestTold, testFactoryAddresses } from './factory-servers.ts';

/** The servers are there; what lies between is the network's. */
export default async function testWithServers(): Promise<TestTold> {
  const authority = await CertificateAuthority.create();
  await using _servers = await startFactoryServers(authority);
  return await testFactoryAddresses(authority);
}
