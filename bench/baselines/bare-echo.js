/** The least that answers over a WebSocket: it sends back what it gets. */
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => socket.on('message', (data) => socket.send(data, { binary: false })));
server.on('listening', () => process.stdout.write(`http://127.0.0.1:${server.address().port}/\n`));
process.once('SIGTERM', () => process.exit(0));
