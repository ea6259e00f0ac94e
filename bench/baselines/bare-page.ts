/**
 * The least that a window could be: a page that gets a list of commands over one WebSocket, shows it,
 * and filters it with `includes` as one types. Peer of "the palette lists commands".
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

const page = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Bare</title>
<input aria-label="Commands"><ul></ul>
<script>
  const list = document.querySelector('ul');
  const input = document.querySelector('input');
  let commands = [];
  function show() {
    const wanted = input.value.toLowerCase();
    const found = commands.filter((title) => title.toLowerCase().includes(wanted)).slice(0, 50);
    list.replaceChildren(...found.map((title) => Object.assign(document.createElement('li'), { textContent: title })));
  }
  input.addEventListener('input', show);
  const socket = new WebSocket(location.href.replace('http', 'ws'));
  socket.onmessage = ({ data }) => { commands = JSON.parse(data); show(); document.body.dataset.ready = 'yes'; };
</script>`;

export interface BarePage {
  readonly url: string;
  close(): void;
}

/** Serves the page with the given commands on a free port of loopback. */
export async function serveBarePage(commands: readonly string[]): Promise<BarePage> {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(page));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send(JSON.stringify(commands)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
    },
  };
}
