import type { ServerIdentity } from '../authority.ts';
import { HttpOrigin, type RecordedRequest } from '../http-origin.ts';
import type { ServerFault } from '../server-faults.ts';

/** What is left on port 80 once a server has gone over to HTTPS: it sends everybody there, and serves nothing. */
export class HttpsRedirector extends HttpOrigin {
  static start(identity: ServerIdentity): Promise<HttpsRedirector> {
    const redirector = new HttpsRedirector(identity);
    redirector.transport = 'plain-http';
    return redirector.listen();
  }

  protected override answer({ headers, path }: RecordedRequest): ServerFault {
    return { kind: 'redirect', status: 301, location: `https://${headers.host ?? 'localhost'}${path}` };
  }
}
