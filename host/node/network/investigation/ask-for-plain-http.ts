import type { Socket } from 'node:net';
import { whileOpen } from '../dialing/open-socket.ts';
import type { Question } from './investigation.ts';

/**
 * A TLS record that holds two ends of lines. A web server without TLS takes it for a request that it can't read, and says so in HTTP;
 * one with TLS answers in TLS. So the question is asked without a request in the open, which users may have ruled out.
 */
const record = Buffer.from([0x16, 0x03, 0x01, 0x00, 0x04, 0x0d, 0x0a, 0x0d, 0x0a]);
const startOfAnswer = 'HTTP/1.';

/** Whether something that doesn't speak TLS on the port of an `https:` address speaks HTTP there. */
export const askForPlainHttp: Question = async ({ cause }, { connect }, signal) => {
  if (cause !== 'not-tls') return {};
  const { socket } = await connect(signal);
  try {
    socket.write(record);
    const start = await whileOpen(socket, readStart(socket), signal);
    return start === startOfAnswer ? { speaksPlainHttp: true } : {};
  } finally {
    socket.destroy();
  }
};

async function readStart(socket: Socket): Promise<string> {
  let received = '';
  for await (const chunk of socket) {
    received += (chunk as Buffer).toString('latin1');
    if (received.length >= startOfAnswer.length) break;
  }
  return received.slice(0, startOfAnswer.length);
}
