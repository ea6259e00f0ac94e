import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const builtProduct = join(import.meta.dirname, '../../dist');
const startTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

export interface ProductOptions {
  /** Further options of the command line. */
  readonly options?: readonly string[];
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Kept after the product stopped. Default: a new folder, removed at the end. */
  readonly dataFolder?: string;
  /** Default: dist. */
  readonly productFolder?: string;
}

export interface ProductEnding {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built product while it runs; leaving an `await using` stops it. */
export interface StartedProduct extends AsyncDisposable {
  /** Opens a session: the address with its one-time token. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly processId: number;
  stderr(): string;
  /** Asks it to end, and kills it when it doesn't. Later calls give the same ending. */
  stop(signal?: NodeJS.Signals): Promise<ProductEnding>;
}

/** For a pass of the tests in which every plugin has a process of its own: `BOULE_BLEUE_TEST_ISOLATE=all`. */
export function isolationOptions(): readonly string[] {
  const { BOULE_BLEUE_TEST_ISOLATE: isolation } = process.env;
  return isolation === undefined ? [] : ['--isolate', isolation];
}

/** Starts host/main.js of the built product on a free port and waits until it says that it is ready. Run `npm run build` first. */
export async function startProduct({ options = [], env = {}, dataFolder, productFolder }: ProductOptions = {}): Promise<StartedProduct> {
  const entry = join(productFolder ?? builtProduct, 'host/main.js');
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), 'boule-bleue-')));
  const child = spawn(process.execPath, [entry, '--no-open', '--port', '0', '--data-dir', folder, ...isolationOptions(), ...options], {
    env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(async ([exitCode, signal]): Promise<ProductEnding> => {
    if (dataFolder === undefined) await rm(folder, { recursive: true, force: true });
    return { exitCode, signal, stdout, stderr };
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const impatience = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    return ended.finally(() => clearTimeout(impatience));
  };

  const line = await Promise.race([readyLine(child.stdout, () => stdout), ended.then(() => undefined), tooLong()]);
  const url = line?.match(/http:\/\/\S+/)?.[0];
  if (url === undefined) {
    await stop('SIGKILL');
    throw new Error(`The product did not start within ${startTimeoutMs} ms.\nstdout: ${stdout}\nstderr: ${stderr}`);
  }
  const { origin, port } = new URL(url);
  const processId = child.pid as number;
  const stopAtEnd = async () => void (await stop());
  return { url, origin, port: Number(port), dataFolder: folder, processId, stderr: () => stderr, stop, [Symbol.asyncDispose]: stopAtEnd };
}

function readyLine(stdout: NodeJS.ReadableStream, text: () => string): Promise<string> {
  return new Promise((resolve) => {
    stdout.on('data', () => {
      const line = text().match(/^Centre de maintenance : .*$/m)?.[0];
      if (line !== undefined && text().includes('\n')) resolve(line);
    });
  });
}

async function tooLong(): Promise<undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  setTimeout(resolve, startTimeoutMs, undefined).unref();
  return promise;
}
