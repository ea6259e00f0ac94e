import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import { within } from '../deadline.ts';
import { readStart, whileOpen } from '../dialing/open-socket.ts';
import { identify, startTls, untilSecure } from '../dialing/secure-socket.ts';
import { hostOf } from '../web-address.ts';
import type { InvestigationContext, Question } from './investigation.ts';

/** What a client says first (RFC 9113, 3.4), and settings that change nothing. */
const preface = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])]);
const frameHeaderBytes = 9;
/** Servers of HTTP/2 speak first, so one that is silent speaks something else. */
const answerTimeoutMs = 2_000;

/** Whether a server that has no answer in HTTP/1.1, or refuses to speak it in the handshake already (ALPN), speaks HTTP/2. */
export const askForHttp2: Question = async ({ cause, stages }, context, signal) => {
  const stage = stages.at(-1)?.name;
  if (cause !== 'bad-answer' || (stage !== 'tls' && stage !== 'http')) return {};
  const { socket, forwarder } = await context.connect(signal);
  // Such a proxy speaks to the server itself, and in HTTP/1.1 to us.
  if (forwarder) {
    socket.destroy();
    return {};
  }
  try {
    const isSpoken = await within(answerTimeoutMs, signal, (bounded) => speaksHttp2(socket, context, bounded));
    return isSpoken ? { speaksOnlyHttp2: true } : {};
  } finally {
    socket.destroy();
  }
};

async function speaksHttp2(socket: Socket, context: InvestigationContext, signal: AbortSignal): Promise<boolean> {
  const secured = await secure(socket, context, signal);
  secured.write(preface);
  return isSettings(await whileOpen(secured, readStart(secured, frameHeaderBytes), signal));
}

async function secure(socket: Socket, { url, trust }: InvestigationContext, signal: AbortSignal): Promise<Socket> {
  if (url.protocol === 'http:') return socket;
  const secureContext = await trust.secureContext();
  const host = hostOf(url);
  const secured = startTls(socket, () =>
    connect({ socket, ...identify(host), secureContext, rejectUnauthorized: true, ALPNProtocols: ['h2'] }),
  );
  await whileOpen(secured, untilSecure(secured, socket), signal);
  return secured;
}

/** A server's first frame (RFC 9113, 3.4 and 6.5): of this type, of stream 0, holding settings of six bytes each. */
function isSettings(frame: Buffer): boolean {
  return frame.length >= frameHeaderBytes && frame[3] === 4 && frame.readUInt32BE(5) === 0 && frame.readUIntBE(0, 3) % 6 === 0;
}
