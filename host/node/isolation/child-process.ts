import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Duplex, Readable } from 'node:stream';
import type { PluginProcessEnd } from '../../../core/plugins/plugin-runtime.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import { faultExitCode } from '../../plugin-process/faults.ts';
import { ProcessOutput } from './process-output.ts';

export interface ChildOptions {
  /** The module that runs in it. Its folder is readable. */
  readonly entry: string;
  /** The plugin's folder, which is readable too, and nothing else is. */
  readonly folder: string;
  readonly memoryMegabytes: number;
  /** Where its output goes. */
  readonly log: LogService;
}

/** How long a process may take to end by itself once its pipe was closed. */
const endTimeoutMs = 500;

/** Those that live. The host's end is theirs, in whatever way it comes about. */
const living = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** A plugin's process: no files but its own, no network, no processes, no environment; a pipe to the host is all that it has. */
export class IsolatedChild {
  readonly pipe: Duplex;
  /** Resolves, never rejects, once the process is gone. */
  readonly ended: Promise<PluginProcessEnd>;
  private readonly child: ChildProcess;
  private readonly output: ProcessOutput;
  private hasExited = false;
  private hasEnded = false;
  private cause: { readonly reason: 'stopped' | 'protocol'; readonly detail: string } | undefined;

  constructor({ entry, folder, memoryMegabytes, log }: ChildOptions) {
    const readable = [dirname(entry), folder].map((path) => `--allow-fs-read=${join(path, '*')}`);
    const limits = [`--max-old-space-size=${memoryMegabytes}`, '--max-semi-space-size=1'];
    this.child = spawn(
      process.execPath,
      ['--permission', ...readable, ...limits, '--no-addons', '--disable-sigusr1', '--no-warnings', entry],
      {
        cwd: dirname(entry),
        env: {},
        // As a plain pipe, Windows would block a thread of the process for each reading.
        stdio: ['ignore', 'pipe', 'pipe', 'overlapped'],
        windowsHide: true,
      },
    );
    living.add(this.child);
    this.pipe = this.child.stdio[3] as Duplex;
    this.output = new ProcessOutput(log, this.child.stdout as Readable, this.child.stderr as Readable);
    this.ended = this.watch();
  }

  /** `undefined` when it could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  get isGone(): boolean {
    return this.hasEnded;
  }

  /** Ends it at once. */
  kill(reason: 'stopped' | 'protocol' = 'stopped', detail = 'The host ended it'): void {
    if (!this.hasExited) this.cause ??= { reason, detail };
    this.child.kill('SIGKILL');
  }

  /** Closes its pipe, at which it ends by itself, or is killed. */
  stop(): void {
    if (!this.hasExited) this.cause ??= { reason: 'stopped', detail: 'The host ended it' };
    this.pipe.destroy();
  }

  private killLater(reason: 'stopped' | 'protocol', detail: string): void {
    if (this.hasEnded) return;
    const timer = setTimeout(() => this.kill(reason, detail), endTimeoutMs);
    this.ended.then(() => clearTimeout(timer));
  }

  private watch(): Promise<PluginProcessEnd> {
    const { promise, resolve } = Promise.withResolvers<PluginProcessEnd>();
    const end = (code: number | null, signal: string | null, problem = '') => {
      this.hasEnded = true;
      living.delete(this.child);
      resolve(this.describeEnd(code, signal, problem));
    };
    this.child.on('error', (error) => end(null, null, error.message));
    // Without its pipe it has nothing to live for.
    this.pipe.on('close', () => this.killLater('protocol', 'It closed its pipe'));
    // What the streams still hold is read before; unless nobody reads them.
    this.child.on('exit', () => {
      this.hasExited = true;
      this.pipe.destroy();
      this.child.stdout?.resume();
      this.child.stderr?.resume();
    });
    this.child.on('close', (code, signal) => end(code, signal));
    return promise;
  }

  private describeEnd(code: number | null, signal: string | null, problem: string): PluginProcessEnd {
    if (this.cause) return this.cause;
    const how = problem || (signal === null ? `exit code ${code}` : signal);
    const detail = [how, this.output.tail.trim()].filter(Boolean).join('\n');
    if (/heap out of memory/.test(this.output.tail) && (signal !== null || code === 134)) return { reason: 'out-of-memory', detail };
    return { reason: signal === null && code !== faultExitCode && problem === '' ? 'exited' : 'crashed', detail };
  }
}
