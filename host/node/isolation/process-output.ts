import type { Readable } from 'node:stream';
import type { LogService } from '../../../core/services/log-service.ts';

const maximumLineLength = 2_000;
/** Lines that may be logged at once, and in the long run. */
const burstLines = 100;
const linesPerSecond = 5;
/** Beyond this much in a second nothing is read until the next: the process has to wait. */
const maximumCharactersPerSecond = 1_000_000;
const tailLength = 4_000;

/** What a plugin's process writes to stdout and stderr, logged in the plugin's name as far as there is not too much of it. */
export class ProcessOutput {
  private availableLines = burstLines;
  private refilledAt = performance.now();
  private leftOut = 0;
  private lastError = '';

  constructor(
    private readonly log: LogService,
    stdout: Readable,
    stderr: Readable,
  ) {
    this.follow(stdout, 'stdout');
    this.follow(stderr, 'stderr');
  }

  /** The last that it wrote to stderr. */
  get tail(): string {
    return this.lastError;
  }

  private follow(stream: Readable, name: 'stdout' | 'stderr'): void {
    let partial = '';
    let characters = 0;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      if (name === 'stderr') this.lastError = (this.lastError + text).slice(-tailLength);
      const lines = (partial + text).split('\n');
      partial = (lines.pop() ?? '').slice(0, maximumLineLength);
      for (const line of lines) this.write(line, name);
      if (characters === 0) {
        setTimeout(() => {
          characters = 0;
          stream.resume();
        }, 1_000).unref();
      }
      characters += text.length;
      if (characters > maximumCharactersPerSecond) stream.pause();
    });
    stream.on('end', () => this.write(partial, name));
  }

  private write(line: string, stream: string): void {
    if (line === '') return;
    const now = performance.now();
    this.availableLines = Math.min(burstLines, this.availableLines + ((now - this.refilledAt) / 1_000) * linesPerSecond);
    this.refilledAt = now;
    if (this.availableLines < 1) {
      this.leftOut += 1;
      return;
    }
    this.availableLines -= 1;
    this.log.info(line.slice(0, maximumLineLength), { stream, ...(this.leftOut > 0 && { linesLeftOut: this.leftOut }) });
    this.leftOut = 0;
  }
}
