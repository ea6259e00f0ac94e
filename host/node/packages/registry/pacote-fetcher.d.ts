import 'pacote';

declare module 'pacote' {
  /** What pacote exports beside its functions, and its published types leave out. */
  export class RegistryFetcher {
    constructor(spec: string, options: Options);
    manifest(): Promise<{ readonly name: string; readonly version: string; readonly _integrity?: string }>;
    tarballStream<T>(handler: (stream: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>;
    isRetriableError(error: unknown): boolean;
  }
}
