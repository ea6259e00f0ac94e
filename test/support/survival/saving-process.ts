import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'vite';
import type { Acknowledged } from './survival-check.ts';

const entry = join(import.meta.dirname, 'saving-program.ts');

/** Makes one script of the saving program, so that starting it a thousand times is cheap. @returns its path. */
export async function buildSavingProgram(folder: string): Promise<string> {
  await build({
    ...{ configFile: false, logLevel: 'silent', root: import.meta.dirname },
    ssr: { noExternal: true },
    build: {
      ...{ ssr: entry, outDir: folder, target: 'node26', minify: false },
      rollupOptions: { external: [/^node:/, 'pg-native'], output: { entryFileNames: 'saving-program.mjs' } },
    },
  });
  return join(folder, 'saving-program.mjs');
}

/** A process that saves, and what it has heard acknowledged. */
export class SavingProcess implements AsyncDisposable {
  readonly acknowledged: Map<string, number>;
  private readonly child: ChildProcess;
  private readonly closed: Promise<unknown>;
  private errors = '';
  private rest = '';
  private count = 0;

  /** @param known what was acknowledged to processes before this one. */
  constructor(program: string, place: string, known: Acknowledged) {
    this.acknowledged = new Map(known);
    this.child = spawn(process.execPath, [program, place], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.closed = once(this.child, 'close');
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => this.hear(text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
  }

  /** Waits until so many further saves were acknowledged. */
  async untilSaved(more: number): Promise<void> {
    const wanted = this.count + more;
    while (this.count < wanted) {
      const ended = await Promise.race([
        once(this.child.stdout as NonNullable<typeof this.child.stdout>, 'data'),
        this.closed.then(() => 'ended'),
      ]);
      if (ended === 'ended') throw new Error(`The saving process ended by itself: ${this.errors}`);
    }
  }

  /** Ends it without a word. What it wrote before is heard all the same. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }

  private hear(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      const [saver = '', count] = line.split(' ');
      this.acknowledged.set(saver, Number(count));
      this.count += 1;
    }
  }
}
