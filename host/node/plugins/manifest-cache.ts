import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ManifestReading } from '../../../core/manifest/manifest-reader.ts';
import { writeFileAtomically } from '../data-folder/write-file-atomically.ts';

interface CacheFile {
  readonly generation: string;
  readonly readings: Readonly<Record<string, ManifestReading>>;
}

/**
 * Remembers what became of the manifests read before. Reading one for the first time loads and compiles the rules, which
 * costs more than the rest of the start; what comes of it is plain data that depends on the file alone.
 *
 * The file lies in the data folder: who can change it can change the plugins' settings and the store as well.
 */
export class ManifestCache {
  private known: ReadonlyMap<string, ManifestReading> = new Map();
  private readonly used = new Map<string, ManifestReading>();

  /** @param generation changes with every build of the product, whose rules may have changed. */
  constructor(
    private readonly path: string,
    private readonly generation: string,
  ) {}

  /** A missing or unreadable file is an empty one. */
  async load(): Promise<void> {
    const file = await readFile(this.path, 'utf8')
      .then(parseCacheFile)
      .catch(() => undefined);
    if (file?.generation === this.generation) this.known = new Map(Object.entries(file.readings));
  }

  /** Reads the text of a `package.json` from `source`. Never throws. */
  async read(text: string, source: string): Promise<ManifestReading> {
    const digest = hash('sha256', text, 'base64url');
    const reading = this.known.get(digest) ?? this.used.get(digest) ?? (await readText(text, source));
    this.used.set(digest, reading);
    return reading;
  }

  /** Keeps what was read since, where it differs from what is kept. */
  save(): void {
    const isSame = this.used.size === this.known.size && [...this.used.keys()].every((digest) => this.known.has(digest));
    if (isSame) return;
    const file: CacheFile = { generation: this.generation, readings: Object.fromEntries(this.used) };
    writeFileAtomically(this.path, JSON.stringify(file));
    this.known = new Map(this.used);
  }
}

function parseCacheFile(text: string): CacheFile | undefined {
  const parsed = JSON.parse(text) as Partial<CacheFile> | null;
  return typeof parsed?.readings === 'object' ? (parsed as CacheFile) : undefined;
}

async function readText(text: string, source: string): Promise<ManifestReading> {
  const { readManifest } = await import('../../../core/manifest/manifest-reader.ts');
  let packageJson: unknown;
  try {
    packageJson = JSON.parse(text);
  } catch (error) {
    const problem = `is not JSON: ${error instanceof Error ? error.message : error}`;
    return { source, faults: [{ path: '', problem, remedy: 'Give a package.json as npm knows it.' }], warnings: [] };
  }
  return readManifest(packageJson, source);
}
