import { startNameServer } from '../../servers/name-server.ts';
import testAlone, { type TestTold } from './factory-servers.ts';

/** The office's name server answers, and knows neither server. */
export default async function testWithDenyingNameServer(): Promise<TestTold> {
  await using _nameServer = await startNameServer(new Map(), 53);
  return await testAlone();
}
