import { once } from 'node:events';
import { existsSync, fstatSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { destination } from 'pino';

export interface RotatingFileOptions {
  readonly directory: string;
  /** A file that has reached this size is renamed, and a new one begun. */
  readonly maximumBytes: number;
  /** How many renamed files are kept beside the current one. */
  readonly keptFiles: number;
  /** Told when logs can't be written. */
  readonly onError: (error: unknown) => void;
}

type SonicBoom = ReturnType<typeof destination>;

/** Above this, lines are dropped: a disk that hangs must not fill the memory. */
const maximumPendingBytes = 4 * 1024 * 1024;

/** How long lines are dropped after a failure, before the file is opened again. */
const pauseMs = 60_000;

/** `boule-bleue.log`, the current file, then `boule-bleue.1.log`, the last one, and so on. Written in the background. */
export class RotatingFile {
  /** Missing where the file can't be opened or written: lines are dropped for a while then, and work goes on. */
  private stream: SonicBoom | undefined;
  private failedAt = 0;
  private sizeBytes = 0;
  private isClosed = false;
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly options: RotatingFileOptions) {
    this.stream = this.tryOpen();
  }

  write(line: string): void {
    if (this.isClosed) return;
    if (this.stream === undefined && performance.now() - this.failedAt >= pauseMs) this.stream = this.tryOpen();
    if (this.stream === undefined) return;
    if (this.sizeBytes >= this.options.maximumBytes) this.rotate();
    this.sizeBytes += Buffer.byteLength(line);
    this.stream.write(line);
  }

  /** Writes what is pending and closes the file. Lines written later are lost. */
  async close(): Promise<void> {
    if (!this.isClosed && this.stream) this.end(this.stream);
    this.isClosed = true;
    await Promise.all(this.ending);
  }

  private tryOpen(): SonicBoom | undefined {
    try {
      mkdirSync(this.options.directory, { recursive: true, mode: 0o700 });
      return this.open();
    } catch (error) {
      this.failedAt = performance.now();
      this.options.onError(error);
      return undefined;
    }
  }

  private open(): SonicBoom {
    // Opened at once, since a stream that opens by itself loses its lines when the process ends first.
    const descriptor = openSync(this.path(0), 'a', 0o600);
    this.sizeBytes = fstatSync(descriptor).size;
    const stream = destination({ dest: descriptor, sync: false, maxLength: maximumPendingBytes });
    stream.on('error', (error: Error) => this.giveUp(stream, error));
    return stream;
  }

  /** What is pending is dropped: the stream would try to write it again and again when the process exits, which it then never did. */
  private giveUp(stream: SonicBoom, error: Error): void {
    this.failedAt = performance.now();
    if (this.stream === stream) this.stream = undefined;
    this.options.onError(error);
    stream.destroy();
  }

  private rotate(): void {
    const former = this.stream;
    try {
      for (let number = this.options.keptFiles - 1; number >= 0; number--) {
        if (existsSync(this.path(number))) renameSync(this.path(number), this.path(number + 1));
      }
      this.stream = this.open();
      if (former) this.end(former);
    } catch (error) {
      // On Windows somebody who reads the file can hold its name: go on in it, and try again when it has doubled.
      this.sizeBytes = 0;
      this.options.onError(error);
    }
  }

  private end(stream: SonicBoom): void {
    const ended = once(stream, 'close').then(() => void this.ending.delete(ended), this.options.onError);
    this.ending.add(ended);
    stream.end();
  }

  private path(number: number): string {
    return join(this.options.directory, number === 0 ? 'boule-bleue.log' : `boule-bleue.${number}.log`);
  }
}
