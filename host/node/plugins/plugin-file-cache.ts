import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '../data-folder/write-file-atomically.ts';
import { readPluginFile } from './read-plugin-file.ts';

interface Entry {
  /** Tells the file from what it was before. */
  readonly stamp: string;
  /** What was made of its text: plain data. */
  readonly value: unknown;
}

interface CacheFile {
  readonly generation: string;
  readonly entries: Readonly<Record<string, Entry>>;
}

/**
 * Remembers what was made of plugins' manifests and strings. Opening thousands of small files and reading them takes longer than the
 * rest of the start; whether a file is still the same costs one look at its size and times.
 *
 * The file lies in the data folder: who can change it can change the plugins' settings and the store as well.
 */
export class PluginFileCache {
  private known: ReadonlyMap<string, Entry> = new Map();
  private readonly used = new Map<string, Entry>();

  /** @param generation changes with every build of the product, which may make something else of the same text. */
  constructor(
    private readonly path: string,
    private readonly generation: string,
  ) {}

  /** A missing or unreadable file is an empty one. */
  async load(): Promise<void> {
    const file = await readFile(this.path, 'utf8')
      .then(parseCacheFile)
      .catch(() => undefined);
    if (file?.generation === this.generation) this.known = new Map(Object.entries(file.entries));
  }

  /**
   * What `parse` makes of a file's text, plain data; what it promises is kept once it is there.
   * @throws the system's error, or that of `parse`, which is asked again next time.
   */
  read<T>(path: string, parse: (text: string) => T): { readonly value: T | Awaited<T>; readonly mtimeMs: number } {
    const stats = statSync(path);
    const stamp = stampOf(stats);
    const kept = [this.used.get(path), this.known.get(path)].find((entry) => entry?.stamp === stamp);
    if (kept) {
      this.used.set(path, kept);
      return { value: kept.value as Awaited<T>, mtimeMs: stats.mtimeMs };
    }
    const value = parse(readPluginFile(path));
    if (value instanceof Promise) value.then((made) => this.used.set(path, { stamp, value: made }), ignore);
    else this.used.set(path, { stamp, value });
    return { value, mtimeMs: stats.mtimeMs };
  }

  /** Keeps what was read since, where it differs from what is kept. */
  save(): void {
    const isSame = this.used.size === this.known.size && [...this.used].every(([path, { stamp }]) => this.known.get(path)?.stamp === stamp);
    if (isSame) return;
    const file: CacheFile = { generation: this.generation, entries: Object.fromEntries(this.used) };
    writeFileAtomically(this.path, JSON.stringify(file));
    this.known = new Map(this.used);
  }
}

/** Who asked gets the same failure. */
function ignore(): void {}

/** The time of the last change can't be set by hand, as that of the last writing can. */
function stampOf({ ino, size, ctimeMs }: Stats): string {
  return `${ino} ${size} ${ctimeMs}`;
}

function parseCacheFile(text: string): CacheFile | undefined {
  const parsed = JSON.parse(text) as Partial<CacheFile> | null;
  return typeof parsed?.entries === 'object' ? (parsed as CacheFile) : undefined;
}
