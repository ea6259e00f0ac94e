import { type FetchedStream, type Options, type Packument, RegistryFetcher } from 'pacote';
import { ShellError } from '../../../../core/errors.ts';
import type { RegistryAgent } from './registry-agent.ts';
import type { RegistrySource } from './registry-client.ts';

export interface NpmFetcherOptions {
  readonly registry: string;
  readonly agent: RegistryAgent;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  /** What the registry says of the package. */
  readonly description: object;
}

/** The part of npm's own library that we use: which version meets a range, and an archive's bytes, held against its digest. */
export interface NpmFetcher {
  choose(): Promise<{ readonly name: string; readonly version: string; readonly integrity: string }>;
  /** @throws ShellError `package.too-large`, or an error with npm's codes, such as `EINTEGRITY`. */
  download(maximumBytes: number): Promise<Uint8Array>;
}

export function createFetcher({ name, range }: RegistrySource, options: NpmFetcherOptions): NpmFetcher {
  const { registry, agent, signal, userAgent, description } = options;
  const known = { has: () => true, get: () => description, set: () => {}, delete: () => {} };
  const fetcher = new UncachedFetcher(`${name}@${range}`, {
    ...{ registry, agent, signal, userAgent },
    // Answered by us: see RegistryClient.
    packumentCache: known as unknown as Map<string, Packument>,
    preferOnline: true,
    fetchRetries: 0,
    strictSSL: true,
  } as Options);
  return {
    choose: async () => {
      const { name, version, _integrity: integrity } = await fetcher.manifest();
      return { name, version, integrity: String(integrity ?? '') };
    },
    download: (maximumBytes) => fetcher.tarballStream((stream) => readAll(stream, maximumBytes, `${name}@${range}`)),
  };
}

/** Keeps the user's own npm cache out of it, which would be read, and cleaned after a download with a wrong digest. */
class UncachedFetcher extends RegistryFetcher {
  override isRetriableError(): boolean {
    return false;
  }
}

async function readAll(stream: FetchedStream, maximumBytes: number, source: string): Promise<Uint8Array> {
  // It may fail once more when the connection ends, while nobody reads it any more.
  stream.on('error', () => {});
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > maximumBytes) throw new ShellError('package.too-large', { source, limit: 'packed' });
  }
  return Buffer.concat(chunks);
}
