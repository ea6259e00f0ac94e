/** Answers every request over TLS with a few bytes; key and certificate come as JSON on stdin. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';

const server = createServer(JSON.parse(await text(process.stdin)), (_request, response) => response.end('bonjour'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`https://127.0.0.1:${server.address().port}\n`);
