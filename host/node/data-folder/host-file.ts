import { readFileSync, rmSync, statSync } from 'node:fs';
import * as v from 'valibot';
import { writeFileAtomically } from './write-file-atomically.ts';

const runningHostSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Port on 127.0.0.1. */
  port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
  /** Opens the control connection of the command line. A secret: whoever can read the file is the user. */
  controlKey: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
  /** Address of the réseau's database, without password. */
  database: v.optional(v.pipe(v.string(), v.maxLength(1024))),
});

/** How the command line and a second start reach the host that runs on a data folder. */
export type RunningHost = Readonly<v.InferOutput<typeof runningHostSchema>>;

const maximumBytes = 4096;

export function writeHostFile(path: string, host: RunningHost): void {
  writeFileAtomically(path, JSON.stringify(host));
}

export function removeHostFile(path: string): void {
  rmSync(path, { force: true });
}

/**
 * The host that announced itself, or `undefined` where there is none, its process is gone or the
 * file says nothing useful. A live process is no proof, since its number may have been given to
 * another program: only an answer to the control key is.
 */
export function readHostFile(path: string): RunningHost | undefined {
  const parsed = v.safeParse(runningHostSchema, readJson(path));
  return parsed.success && isAlive(parsed.output.pid) ? parsed.output : undefined;
}

function readJson(path: string): unknown {
  try {
    return statSync(path).size <= maximumBytes ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  } catch {
    // Missing, unreadable or not JSON: for the reader the same as no host.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
