import type { Socket } from 'node:net';
import type { Trust } from '../certificates/trust.ts';
import { asProxyFailure } from '../dialing/reach-host.ts';
import { secureSocket } from '../dialing/secure-socket.ts';
import type { HttpProxy } from '../routes/route.ts';
import { hostOf, portOf } from '../web-address.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { openSocksTunnel } from './socks-tunnel.ts';

export interface PassedProxy {
  readonly socket: Socket;
  /** For the assistance desk. */
  readonly detail: string;
}

/** Whether a proxy forwards requests to an address instead of tunnelling to it. */
export function isForwarder({ protocol }: HttpProxy, url: URL): boolean {
  return url.protocol === 'http:' && protocol !== 'socks5';
}

/**
 * Has a proxy that was connected to lead to an address: over TLS where it is spoken to so, and by a tunnel where it doesn't forward.
 * @throws as `openTunnel` and `openSocksTunnel`; NetworkFailure `proxy-bad` where TLS with the proxy itself fails.
 */
export async function passProxy(socket: Socket, proxy: HttpProxy, url: URL, trust: Trust, signal: AbortSignal): Promise<PassedProxy> {
  if (proxy.protocol === 'socks5') {
    await openSocksTunnel(socket, proxy, { host: hostOf(url), port: portOf(url) }, signal);
    return { socket, detail: 'SOCKS 5' };
  }
  const toProxy = proxy.secure ? await secureToProxy(socket, proxy, trust, signal) : socket;
  if (isForwarder(proxy, url)) return { socket: toProxy, detail: 'TLS' };
  return { socket: toProxy, detail: `HTTP ${await openTunnel(toProxy, proxy, url, signal)}` };
}

async function secureToProxy(socket: Socket, proxy: HttpProxy, trust: Trust, signal: AbortSignal): Promise<Socket> {
  try {
    return (await secureSocket(socket, proxy.host, trust, signal)).socket;
  } catch (error) {
    throw asProxyFailure('proxy-bad', error);
  }
}
