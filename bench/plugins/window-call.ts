/** A command that a window runs in an isolated plugin, beside an echo over a bare WebSocket. */
import { once } from 'node:events';
import { join } from 'node:path';
import { RpcSession, RpcTarget } from 'capnweb';
import { WebSocket } from 'ws';
import type { HostApi } from '../../core/protocol/window-protocol.ts';
import { SocketTransport } from '../../host/node/server/socket-transport.ts';
import { startAnnounced, startProduct, withTemporaryFolder } from '../process.ts';
import { type Comparison, inTurn } from '../statistics.ts';

const sample = join(import.meta.dirname, 'sample');
const bareEcho = join(import.meta.dirname, '../baselines/bare-echo.js');
const rounds = 9;
const callsPerRound = 200;

export async function compareWindowCalls(): Promise<Comparison[]> {
  return withTemporaryFolder(async (folder) => {
    const product = await startProduct(folder, ['--plugin', sample]);
    const bare = await startAnnounced([bareEcho]);
    const [window, echo] = [await openWindow(product.url), await openSocket(bare.url, {})];
    try {
      const [ours, baseline] = await inTurn(
        rounds,
        () => timeOfOne(() => runEcho(window.host)),
        () => timeOfOne(() => echoBare(echo)),
      );
      const what = 'plugin: window to isolated plugin and back';
      return [{ what, unit: 'ms', ours, baseline, beside: 'WebSocket echo', aim: 2 }];
    } finally {
      window.socket.terminate();
      echo.terminate();
      await product.stop();
      await bare.stop();
    }
  });
}

/** What the host calls in a window; here nobody looks. */
class BlindWindow extends RpcTarget {
  update(): void {}
  panelState(): void {}
  revealPanel(): void {}
  openExternal(): void {}
}

async function openWindow(oneTimeUrl: string): Promise<{ readonly host: HostApi; readonly socket: WebSocket }> {
  const { headers } = await fetch(oneTimeUrl, { redirect: 'manual' });
  const cookie = headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  const { origin } = new URL(oneTimeUrl);
  const socket = await openSocket(new URL(`${headers.get('location')}rpc`, origin).href, { cookie, origin });
  const host = new RpcSession<never>(new SocketTransport(socket)).getRemoteMain() as unknown as HostApi;
  await host.connect(new BlindWindow() as never, { languages: ['fr'] });
  return { host, socket };
}

async function openSocket(url: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers, perMessageDeflate: false });
  await once(socket, 'open');
  return socket;
}

let calls = 0;

async function runEcho(host: HostApi): Promise<void> {
  const outcome = await host.executeCommand({ callId: String(++calls), command: 'sample.echo', args: 'echo' });
  if (!outcome.ok || outcome.value !== 'echo') throw new Error(`The sample did not answer: ${JSON.stringify(outcome)}`);
}

async function echoBare(socket: WebSocket): Promise<void> {
  const answer = once(socket, 'message');
  socket.send('echo');
  await answer;
}

async function timeOfOne(call: () => Promise<void>): Promise<number> {
  const before = performance.now();
  for (let count = 0; count < callsPerRound; count++) await call();
  return (performance.now() - before) / callsPerRound;
}
