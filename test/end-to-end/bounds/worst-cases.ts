/** What takes longest to fail: peers that keep a client waiting at each stage. */
import { startFilteredPort } from '../../servers/filtered-port.ts';
import { issueFaultyIdentity } from '../../servers/identity-faults.ts';
import { MisbehavingServer, type Misbehaviour } from '../../servers/misbehaving-server.ts';
import type { ProxyBehaviour } from '../../servers/proxy-behaviour.ts';
import { bothHosts, issuerAddress, publisherHost, type TestNetwork } from '../causes/test-network.ts';

export interface WorstCase {
  readonly what: string;
  /** Makes it go wrong. @returns how many connections are open still. */
  readonly arrange: (network: TestNetwork) => Promise<() => number>;
}

const nobodyKnows = () => 0;

const byServers = (misbehaviour: Misbehaviour, mode = 'securise') =>
  async function arrange(network: TestNetwork): Promise<() => number> {
    const server = network.own(
      await MisbehavingServer.start({ misbehaviour, identity: await network.authority.issue({ hosts: bothHosts }) }),
    );
    network.leadAll(server.port);
    network.leadAll(server.port, 80);
    await network.set({ 'connection.mode': mode });
    return () => server.openConnections;
  };

const byProxy = (behaviour: ProxyBehaviour) =>
  async function arrange(network: TestNetwork): Promise<() => number> {
    const proxy = await network.through(behaviour);
    return () => proxy.openConnections;
  };

export const worstCases: readonly WorstCase[] = [
  {
    what: 'three addresses behind a firewall that drops everything, asked over HTTPS and HTTP',
    async arrange(network) {
      const { port } = network.own(await startFilteredPort());
      network.leadAll(port);
      network.leadAll(port, 80);
      await network.set({ 'connection.mode': 'etendu' });
      return nobodyKnows;
    },
  },
  {
    what: 'a proxy behind a firewall that drops everything',
    async arrange(network) {
      const { port } = network.own(await startFilteredPort());
      await network.useProxy({ host: '127.0.0.1', port });
      return nobodyKnows;
    },
  },
  { what: 'three servers that accept and say nothing', arrange: byServers('blackhole', 'etendu') },
  { what: 'three servers that never answer', arrange: byServers('silence') },
  { what: 'three servers that answer one byte at a time', arrange: byServers('drip') },
  { what: 'a proxy that accepts and says nothing', arrange: byProxy({ kind: 'hang' }) },
  { what: 'a proxy that answers one byte at a time', arrange: byProxy({ kind: 'drip' }) },
  { what: 'a proxy whose tunnels lead nowhere', arrange: byProxy({ kind: 'tunnel-hang' }) },
  {
    what: 'chains with a certificate missing, whose publisher never answers',
    async arrange(network) {
      const publisher = network.own(await MisbehavingServer.start({ misbehaviour: 'silence' }));
      network.lead(publisherHost, publisher.port, 80);
      const identity = await issueFaultyIdentity(network.authority, 'incomplete-chain', { hosts: bothHosts, issuerAddress });
      for (const server of [network.impactEmploi, network.netEntreprises]) server.identity = identity;
      return () => publisher.openConnections + network.impactEmploi.openConnections + network.netEntreprises.openConnections;
    },
  },
];
