import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What becomes of a question. `unknown`: the name doesn't exist; `silence`: no answer ever comes. */
export type NameServerBehaviour = 'answer' | 'unknown' | 'failure' | 'silence';

export interface NameServer extends AsyncDisposable {
  readonly port: number;
  behaviour: NameServerBehaviour;
  /** Names that were asked for, oldest first. */
  readonly questions: readonly string[];
}

const typeA = 1;
const typeAaaa = 28;
const responseCodes = { answer: 0, failure: 2, unknown: 3 } as const;
const headerBytes = 12;

/**
 * Answers questions about names (DNS, RFC 1035) over UDP.
 * @param addresses of each name, IPv4 and IPv6. Others don't exist.
 */
export async function startNameServer(addresses: ReadonlyMap<string, readonly string[]>, port = 0): Promise<NameServer> {
  const socket: Socket = createSocket('udp4');
  const questions: string[] = [];
  const server = {
    behaviour: 'answer' as NameServerBehaviour,
    questions,
    get port() {
      return socket.address().port;
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query);
    questions.push(name);
    if (server.behaviour === 'silence') return;
    const known = addresses.get(name);
    const behaviour = server.behaviour === 'answer' && !known ? 'unknown' : server.behaviour;
    const wanted = (known ?? []).filter((address) => type === (isIPv4(address) ? typeA : typeAaaa));
    const records = behaviour === 'answer' ? wanted.map((address) => addressRecord(type, address)) : [];
    socket.send(
      Buffer.concat([header(query, responseCodes[behaviour], records.length), query.subarray(headerBytes, end), ...records]),
      from.port,
      from.address,
    );
  });
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return server;
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Same identifier; an answer, recursion available; one question. */
function header(query: Buffer, responseCode: number, answers: number): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  query.copy(bytes, 0, 0, 2);
  bytes.writeUInt16BE(0x8180 | responseCode, 2);
  bytes.writeUInt16BE(1, 4);
  bytes.writeUInt16BE(answers, 6);
  return bytes;
}

/** Refers to the question's name, is of the class Internet and good for one second. */
function addressRecord(type: number, address: string): Buffer {
  const data = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const fixed = Buffer.from([0xc0, headerBytes, 0, type, 0, 1, 0, 0, 0, 1, 0, data.length]);
  return Buffer.concat([fixed, data]);
}

function ipv6Bytes(address: string): Buffer {
  const [before = '', after = ''] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const [first, last] = [groups(before), groups(after)];
  const all = [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
