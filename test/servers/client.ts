import { Agent, type Dispatcher } from 'undici';

/** A careful HTTP client for the servers' own tests: it trusts one authority and nothing else. */
export interface Client extends AsyncDisposable {
  send(url: string, request?: ClientRequest): Promise<ClientAnswer>;
}

export interface ClientRequest {
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
}

export interface ClientAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export function createClient(trustedPem: string): Client {
  const agent = new Agent({ connect: { ca: trustedPem } });
  return {
    async send(url, { timeoutMs = 5_000, ...request } = {}) {
      const answer = await agent.request({
        origin: new URL(url).origin,
        path: new URL(url).pathname,
        method: 'GET',
        ...request,
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}
