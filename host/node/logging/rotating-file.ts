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

/** `boule-bleue.log`, the current file, then `boule-bleue.1.log`, the last one, and so on. Written in the background. */
export class RotatingFile {
  /** Missing where the file can't be opened: lines are dropped then, and work goes on. */
  private stream: SonicBoom | undefined;
  private sizeBytes = 0;
  private isClosed = false;
  private readonly ending = new Set<Promise<void>>();

  constructor(private readonly options: RotatingFileOptions) {
    try {
      mkdirSync(options.directory, { recursive: true, mode: 0o700 });
      this.stream = this.open();
    } catch (error) {
      options.onError(error);
    }
  }

  write(line: string): void {
    if (this.isClosed || this.stream === undefined) return;
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

  private open(): SonicBoom {
    // Opened at once, since a stream that opens by itself loses its lines when the process ends first.
    const descriptor = openSync(this.path(0), 'a', 0o600);
    this.sizeBytes = fstatSync(descriptor).size;
    const stream = destination({ dest: descriptor, sync: false, maxLength: maximumPendingBytes });
    stream.on('error', this.options.onError);
    return stream;
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
