import { Server } from 'proxy-chain';

export interface ThirdPartyProxy extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Host and port of each tunnel or request that was let through. */
  readonly targets: readonly string[];
}

/** The proxy of the package proxy-chain: one that nobody here wrote, so that no misreading is shared with the product. */
export async function startThirdPartyProxy(credentials?: { readonly user: string; readonly password: string }): Promise<ThirdPartyProxy> {
  const targets: string[] = [];
  const server = new Server({
    host: '127.0.0.1',
    port: 0,
    prepareRequestFunction({ username, password, hostname, port }) {
      const isRefused = credentials !== undefined && (username !== credentials.user || password !== credentials.password);
      if (!isRefused) targets.push(`${hostname}:${port}`);
      return { requestAuthentication: isRefused };
    },
  });
  await server.listen();
  return {
    host: '127.0.0.1',
    port: server.port,
    targets,
    [Symbol.asyncDispose]: () => server.close(true),
  };
}
