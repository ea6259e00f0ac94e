import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const entry = join(import.meta.dirname, '../../dist/host/main.js');

export interface CommandLineEnding {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLineOptions {
  /** What is on its standard input; null: nothing yet, and it isn't closed either. Default: nothing. */
  readonly input?: string | null;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the built product's command line. Run `npm run build` first. */
export function startCommandLine(
  args: readonly string[],
  { input = '', env = {} }: CommandLineOptions = {},
): { readonly child: ChildProcess; readonly ended: Promise<CommandLineEnding> } {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file', ...env },
    stdio: 'pipe',
  });
  if (input !== null) child.stdin.end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return { child, ended: once(child, 'close').then(([exitCode]) => ({ exitCode, stdout, stderr })) };
}
