import { vi } from 'vitest';
import { ImpactEmploiServer } from '../servers/impact-emploi-server.ts';
import { ConnectionBench } from './connection-bench.ts';

/** The plugin, whose waits are as short as chance can make them, with its server there or not. */
export async function startWatching(isServerThere = true): Promise<ConnectionBench> {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const bench = await ConnectionBench.start();
  if (!isServerThere) await bench.impactEmploi.close();
  await bench.activate();
  return bench;
}

/** The server that was closed, at the same place. */
export async function comeBack(bench: ConnectionBench): Promise<ImpactEmploiServer> {
  const identity = await bench.authority.issue();
  const { port } = new URL(String(bench.settings.peek('connection.servers.authentication')));
  return bench.own(await ImpactEmploiServer.start({ identity, port: Number(port) }));
}
