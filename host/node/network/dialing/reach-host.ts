import type { Socket } from 'node:net';
import type { ConnectionAttempt } from '../../../../core/services/network-probe-service.ts';
import { classifyFailure } from '../classify-failure.ts';
import { within } from '../deadline.ts';
import { NetworkFailure } from '../network-failure.ts';
import type { HttpProxy, ResolvedRoute } from '../routes/route.ts';
import type { HostAddress } from './connection-race.ts';
import type { DialRequest, RunStage } from './dialer.ts';
import { addressesOf, type HostConnector } from './host-connector.ts';
import { PrivateAddressError } from './private-address-error.ts';
import { isPublicAddress } from './public-address.ts';
import { describeAnswers } from './resolve-host.ts';

export interface ReachRequest extends Pick<DialRequest, 'signal' | 'bounds' | 'run' | 'note'> {
  readonly mayLeadInside: boolean;
}

/**
 * Connects to the very addresses that were looked at: a name server that answers otherwise the next time gains nothing. A name with one
 * address inside is refused as a whole, since no honest name has both.
 */
export async function reach(hosts: HostConnector, host: string, port: number, request: ReachRequest) {
  const { mayLeadInside, signal: whole, bounds, run, note } = request;
  let leadsInside = false;
  const admit = (addresses: readonly HostAddress[]) => {
    leadsInside ||= addresses.some(({ address }) => !isPublicAddress(address));
    if (leadsInside && !mayLeadInside) throw new PrivateAddressError(host);
  };
  const resolve = async (signal: AbortSignal) => {
    const answers = await hosts.resolve(host, signal);
    admit(addressesOf(answers.known));
    return answers;
  };
  const answers = await run('name', () => within(bounds?.name, whole, resolve), describeAnswers);
  const options = { port, admit, note: (attempts: readonly ConnectionAttempt[]) => note?.({ attempts }) };
  const connect = (signal: AbortSignal) => hosts.connect(answers, options, signal);
  const socket = await run('connect', () => within(bounds?.connect, whole, connect), describeSocket);
  return { socket, leadsInside };
}

/** As {@link reach}. @throws NetworkFailure `proxy-unreachable` */
export async function reachProxy(hosts: HostConnector, proxy: HttpProxy, route: ResolvedRoute, request: ReachRequest): Promise<Socket> {
  // Every failure here is the proxy's, whatever the system calls it; so each stage has to end as one.
  const run: RunStage = (name, work, describe) =>
    request.run(
      name,
      async () => {
        try {
          return await work();
        } catch (error) {
          throw asProxyFailure('proxy-unreachable', error);
        }
      },
      describe,
    );
  try {
    return (await reach(hosts, proxy.host, proxy.port, { ...request, run })).socket;
  } catch (error) {
    if (classifyFailure(error) !== undefined) route.reportFailed?.();
    throw error;
  }
}

/** A failure of the network on the way to a proxy; what is none stays what it is. */
export function asProxyFailure(reason: 'proxy-unreachable' | 'proxy-bad', error: unknown): unknown {
  const found = classifyFailure(error);
  if (found === undefined) return error;
  // Whatever happened, so that an unknown name, a refusal and a silence can be told apart.
  const systemCode = found.systemCode ?? (found.reason === 'timeout' ? 'ETIMEDOUT' : undefined);
  const detail = (error instanceof NetworkFailure ? error.detail : undefined) ?? systemCode ?? found.reason;
  return new NetworkFailure(reason, { cause: error, systemCode, detail });
}

function describeSocket(socket: Socket): string {
  return `${socket.remoteAddress} port ${socket.remotePort}`;
}
