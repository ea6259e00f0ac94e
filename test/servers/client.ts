import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** A careful HTTP client for the servers' own tests: it trusts one authority and nothing else. */
export interface Client {
  /**
   * Sends one request on a connection of its own.
   * @throws Error with the code of Node's TLS, socket or parser, or `TimeoutError`.
   */
  send(url: string, request?: ClientRequest): Promise<ClientAnswer>;
}

export interface ClientRequest {
  readonly method?: string;
  /** Stands in the request's first line instead of the address's own, as proxies take it. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Default 5 000. */
  readonly timeoutMs?: number;
}

export interface ClientAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

// Not undici: it cannot be cancelled while it connects, which is where some of these servers keep their clients.
export function createClient(trustedPem: string): Client {
  return {
    async send(url, { timeoutMs = 5_000, body, ...rest } = {}) {
      const signal = AbortSignal.timeout(timeoutMs);
      const options = { ...rest, ca: trustedPem, agent: false, signal };
      const outgoing = url.startsWith('https:') ? requestHttps(url, options) : requestHttp(url, options);
      try {
        outgoing.end(body);
        const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
        const received = await readAnswer(answer);
        // An answer without a length counts as whole when its connection ends, be it by this client's giving up.
        signal.throwIfAborted();
        return received;
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      }
    },
  };
}

async function readAnswer(answer: IncomingMessage): Promise<ClientAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  return { status: answer.statusCode ?? 0, headers: answer.headers, body, text: body.toString('utf8') };
}
