import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export interface FilteredPort extends AsyncDisposable {
  readonly port: number;
}

const listen = `require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, function () {
  process.stdout.write(String(this.address().port));
})`;
/** Linux says nothing for a second before it tries again; whoever is answered is so within a few milliseconds. */
const settleMs = 100;
const maximumFillers = 20;

/**
 * A port that answers nothing, not even a refusal, as behind a firewall that drops packets. No privilege is needed: it belongs to a
 * process that is stopped, and once its queue of connections is full Linux drops what else comes (tcp(7), `tcp_abort_on_overflow`).
 */
export async function startFilteredPort(): Promise<FilteredPort> {
  const child = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [text] = await once(child.stdout, 'data');
  const port = Number(text);
  child.kill('SIGSTOP');
  const fillers: Socket[] = [];
  while (fillers.length < maximumFillers && (await isAnswered(port, fillers)));
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of fillers) socket.destroy();
      const ended = once(child, 'close');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function isAnswered(port: number, fillers: Socket[]): Promise<boolean> {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  fillers.push(socket);
  return Promise.race([once(socket, 'connect').then(() => true), delay(settleMs, false)]);
}
