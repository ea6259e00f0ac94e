import './lockdown.ts';
import { RpcSession } from 'capnweb';
import { type FrameHostApi, framePortMessage } from '../../core/protocol/frame-protocol.ts';
import { PortTransport } from '../../core/protocol/port-transport.ts';
import { FrameTarget } from './frame-target.ts';

/** Waits for the window's port: the first that comes, and from the window alone. */
function start(): void {
  const controller = new AbortController();
  const listen = ({ data, source, ports: [port] }: MessageEvent) => {
    if (source !== parent || data !== framePortMessage || !port) return;
    controller.abort();
    connect(port);
  };
  addEventListener('message', listen, { signal: controller.signal });
}

function connect(port: MessagePort): void {
  const target = new FrameTarget();
  const session = new RpcSession(new PortTransport(port), target);
  target.attach(session.getRemoteMain() as unknown as FrameHostApi);
}

start();
