import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Keychain } from './keychain.ts';
import { keychainProgram } from './keychain-program.ts';

export interface OsKeychainOptions {
  /** Names the store whose key it is, since a user may have several data folders. */
  readonly storeId: string;
  /** Bound on reaching the keychain. Default 3 000. */
  readonly connectTimeoutMs?: number;
  /** Bound on its answer, which may wait for the user to unlock it. Default 60 000. */
  readonly answerTimeoutMs?: number;
  /** Default: the process's own. */
  readonly environment?: NodeJS.ProcessEnv;
}

type KeychainProcess = ChildProcessByStdio<Writable, Readable, Readable>;

const service = 'Boule bleue';

/**
 * The keychain of Windows, macOS or, on Linux, the Secret Service (GNOME Keyring, KWallet …).
 *
 * Each call is made by a process of its own. The library's calls block the thread they are made on,
 * and a Secret Service that accepts and never answers blocks it for good; a process can be given up, a
 * thread inside native code can not. It also keeps the native code out of the host's memory.
 */
export class OsKeychain implements Keychain {
  private readonly running = new Set<KeychainProcess>();

  constructor(private readonly options: OsKeychainOptions) {}

  async read(): Promise<string | undefined> {
    const answer = await this.call('read', '');
    return answer === '' ? undefined : answer;
  }

  async write(text: string): Promise<void> {
    await this.call('write', text);
  }

  dispose(): void {
    for (const child of this.running) child.kill('SIGKILL');
  }

  private async call(operation: 'read' | 'write', input: string): Promise<string> {
    const { environment = process.env, connectTimeoutMs = 3_000, answerTimeoutMs = 60_000 } = this.options;
    if (!mayHaveKeychain(environment)) throw new Error('There is no session bus, and so no Secret Service');
    const child = this.start(operation, environment);
    this.running.add(child);
    let timer = setTimeout(() => child.kill('SIGKILL'), connectTimeoutMs);
    try {
      child.stdin.on('error', () => {}).end(input);
      return await collectAnswer(child, () => {
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGKILL'), answerTimeoutMs);
      });
    } finally {
      clearTimeout(timer);
      this.running.delete(child);
    }
  }

  private start(operation: string, environment: NodeJS.ProcessEnv): KeychainProcess {
    const library = createRequire(import.meta.url).resolve('@napi-rs/keyring');
    const call = [library, service, `master key of store ${this.options.storeId}`, operation];
    const program = `(${keychainProgram.toString()})(require, ${JSON.stringify(call)})`;
    const { NODE_OPTIONS: _, ...rest } = environment;
    const nodeArguments = ['--input-type=commonjs', '-e', program];
    return spawn(process.execPath, nodeArguments, { env: rest, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  }
}

/** Saves a process where there is surely none, such as on servers and in containers. */
function mayHaveKeychain(environment: NodeJS.ProcessEnv): boolean {
  if (process.platform !== 'linux' || environment.DBUS_SESSION_BUS_ADDRESS) return true;
  return environment.XDG_RUNTIME_DIR !== undefined && existsSync(join(environment.XDG_RUNTIME_DIR, 'bus'));
}

/** What the program wrote after its first line, which says that the keychain was reached. */
function collectAnswer(child: KeychainProcess, onReached: () => void): Promise<string> {
  let output = '';
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    problem = (problem + chunk).slice(-1_000);
  });
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (!output.includes('\n') && chunk.includes('\n')) onReached();
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => {
      if (exitCode === 0) resolve(output.slice(output.indexOf('\n') + 1));
      else reject(new Error(`The keychain does not work: ${problem || 'it did not answer in time'}`));
    });
  });
}
