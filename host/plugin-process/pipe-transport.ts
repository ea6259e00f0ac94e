import type { Socket } from 'node:net';
import { writeTogether } from '../streams/write-together.ts';

/** Carries capnweb's messages over a pipe, one a line. What the host sends is taken as it is. */
export class PipeTransport {
  /** Messages are handed over as values and made lines here. */
  readonly encodingLevel = 'jsonCompatible';
  private readonly lines: string[] = [];
  private partial = '';
  private arrival: PromiseWithResolvers<void> | undefined;

  constructor(private readonly pipe: Socket) {
    pipe.setEncoding('utf8');
    pipe.on('data', (text: string) => this.accept(text));
  }

  send(message: unknown): number {
    const line = `${JSON.stringify(message)}\n`;
    writeTogether(this.pipe);
    this.pipe.write(line);
    return line.length;
  }

  async receive(): Promise<unknown> {
    for (;;) {
      const line = this.lines.shift();
      if (line !== undefined) return JSON.parse(line);
      this.arrival = Promise.withResolvers<void>();
      await this.arrival.promise;
    }
  }

  private accept(text: string): void {
    const parts = (this.partial + text).split('\n');
    this.partial = parts.pop() ?? '';
    this.lines.push(...parts);
    this.arrival?.resolve();
  }
}
