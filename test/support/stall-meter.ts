import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const preloaded = pathToFileURL(join(import.meta.dirname, 'stalls-of-the-host.js')).href;

/** How long the event loop of a started product stood still by its own doing, sampled every 5 ms. */
export class StallMeter {
  /** For the product's environment. */
  readonly env: Readonly<Record<string, string>>;
  private readonly file: string;
  private taken = 0;

  /** @param folder where it may write. */
  constructor(folder: string) {
    this.file = join(folder, 'stalls');
    writeFileSync(this.file, '');
    this.env = { NODE_OPTIONS: `--import=${preloaded}`, BOULE_BLEUE_STALLS: this.file };
  }

  /** Those since the last time, in milliseconds. */
  async take(): Promise<number[]> {
    const text = await readFile(this.file, 'utf8');
    const whole = text.slice(this.taken, text.lastIndexOf('\n') + 1);
    const lines = whole.split('\n').filter(Boolean);
    this.taken += whole.length;
    return lines.map(Number);
  }
}
