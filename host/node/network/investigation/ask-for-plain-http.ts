import { readStart, whileOpen } from '../dialing/open-socket.ts';
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
    const start = await whileOpen(socket, readStart(socket, startOfAnswer.length), signal);
    return start.toString('latin1').startsWith(startOfAnswer) ? { speaksPlainHttp: true } : {};
  } finally {
    socket.destroy();
  }
};
