import { once } from 'node:events';
import { RpcSession } from 'capnweb';
import { WebSocket } from 'ws';
import { ShellError } from '../../../core/errors.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import { SocketTransport } from '../server/socket-transport.ts';
import type { HostControl } from './host-control.ts';

const connectTimeoutMs = 5_000;

/** A connection to the host that runs on a data folder. Disposing it cancels what is under way. */
export interface ControlClient extends Disposable {
  readonly control: HostControl;
}

/** @throws ShellError `control.unreachable` when it doesn't answer in time, or doesn't take the key. */
export async function connectToHost({ port, controlKey }: RunningHost, directory: string): Promise<ControlClient> {
  const headers = { authorization: `Bearer ${controlKey}` };
  const socket = new WebSocket(`ws://127.0.0.1:${port}/control`, { headers, handshakeTimeout: connectTimeoutMs, perMessageDeflate: false });
  try {
    await once(socket, 'open');
  } catch (cause) {
    throw new ShellError('control.unreachable', { directory }, { cause });
  }
  const session = new RpcSession<never>(new SocketTransport(socket));
  const dispose = () => socket.terminate();
  return { control: session.getRemoteMain() as unknown as HostControl, [Symbol.dispose]: dispose };
}
