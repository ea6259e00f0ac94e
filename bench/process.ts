import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { productNodeOptions } from '../scripts/set-up/node-runtime.js';

/** A server process that announced its address on stdout. */
export interface AnnouncedProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a script with this Node and waits for the first line of its stdout that holds an address. */
export async function startAnnounced(args: readonly string[], env: Record<string, string> = {}): Promise<AnnouncedProcess> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  const url = await announcedUrl(child);
  return {
    url,
    pid: child.pid ?? Number.NaN,
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function announcedUrl(child: ChildProcess): Promise<string> {
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  if (!child.stdout) throw new Error('A process without stdout announces nothing');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url) return url;
  }
  throw new Error(`${child.spawnargs.join(' ')} ended without announcing an address: ${complaints}`);
}

const hostMain = join(import.meta.dirname, '../dist/host/main.js');

/** Starts the built product on a data folder. */
export function startProduct(dataFolder: string, options: readonly string[] = []): Promise<AnnouncedProcess> {
  return startAnnounced([...productNodeOptions, hostMain, '--no-open', '--data-dir', dataFolder, ...options], {
    BOULE_BLEUE_KEY_STORE: 'file',
  });
}

/** Lends a temporary folder to some work, and removes it afterwards. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Proportional set size of a process in MB: its own memory and its share of what it shares. Linux only. */
export async function proportionalSetSizeMegabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  if (kilobytes === undefined) throw new Error(`No proportional set size for process ${pid}`);
  return Number(kilobytes) / 1024;
}
