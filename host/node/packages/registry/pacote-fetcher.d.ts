import 'pacote';

declare module 'pacote' {
  export interface FetchedStream extends AsyncIterable<Uint8Array> {
    on(event: 'error', listener: (error: unknown) => void): unknown;
  }

  /** What pacote exports beside its functions, and its published types leave out. */
  export class RegistryFetcher {
    constructor(spec: string, options: Options);
    manifest(): Promise<{ readonly name: string; readonly version: string; readonly _integrity?: string }>;
    tarballStream<T>(handler: (stream: FetchedStream) => Promise<T>): Promise<T>;
    isRetriableError(error: unknown): boolean;
  }
}
