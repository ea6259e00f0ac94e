/** The least that answers: `node:http` on a free port, announced on stdout. */
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`);
});
process.once('SIGTERM', () => process.exit(0));
