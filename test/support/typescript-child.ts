import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface TypescriptChild {
  readonly process: ChildProcess;
  /** Resolves with all that the child has written to stdout, once it holds the text or has ended. */
  waitFor(text: string): Promise<string>;
  /** All that was written to stdout so far. */
  output(): string;
  /** Kills the child as a power cut would, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Runs a module's source text, which may import our TypeScript by absolute URL, in a process of its own. */
export function spawnTypescript(source: string, options: { env?: NodeJS.ProcessEnv; nodeOptions?: string[] } = {}): TypescriptChild {
  const register = new URL('register-typescript.ts', import.meta.url).href;
  const nodeArguments = [...(options.nodeOptions ?? []), '--import', register, '--input-type=module', '-e', source];
  const child = spawn(process.execPath, nodeArguments, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, ...options.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const closed = once(child, 'close');
  return {
    process: child,
    output: () => output,
    async waitFor(text) {
      while (!output.includes(text)) {
        if ((await Promise.race([once(child.stdout, 'data'), closed.then(() => 'closed')])) === 'closed') break;
      }
      return output;
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
