import { createServer } from 'node:http';
import { LoopbackListener, type LoopbackOptions } from './loopback-listener.ts';

/** Serves an intermediate certificate at the address that certificates name under AIA. */
export interface IssuerServer extends AsyncDisposable {
  /** Plain HTTP, as real authorities publish theirs. */
  readonly address: string;
  /** How often the certificate was fetched. */
  readonly fetches: number;
}

/** @param intermediateDer may be given later than the address is needed: certificates hold the address. */
export async function startIssuerServer(intermediateDer: () => Uint8Array, options?: LoopbackOptions): Promise<IssuerServer> {
  let fetches = 0;
  const http = createServer((_request, response) => {
    fetches += 1;
    response.writeHead(200, { 'content-type': 'application/pkix-cert' }).end(intermediateDer());
  });
  const listener = await LoopbackListener.open((socket) => http.emit('connection', socket), options);
  return {
    address: `http://${listener.authority}/intermediaire.cer`,
    get fetches() {
      return fetches;
    },
    [Symbol.asyncDispose]: () => listener.close(),
  };
}
