import { ShellError } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';
import type { CatalogueState } from '../../../core/protocol/plugin-administration.ts';
import type { PackageCatalogue } from '../packages/package-catalogue.ts';

/** What the catalogue's folder offers, read when somebody is about to look. */
export class CatalogueReader {
  private last: CatalogueState | null = null;
  private reading: AbortController | undefined;

  constructor(
    private readonly catalogue: PackageCatalogue,
    private readonly onDidChange: () => void,
  ) {}

  get state(): CatalogueState | null {
    const { folder } = this.catalogue;
    if (folder === undefined) return null;
    return this.last?.folder === folder ? this.last : { folder, packages: null, problem: null };
  }

  /** Reads the folder anew. What was read before is shown meanwhile. */
  async read(): Promise<void> {
    const { folder } = this.catalogue;
    this.dispose();
    if (folder === undefined) return;
    const reading = new AbortController();
    this.reading = reading;
    const state = await this.catalogue
      .list(reading.signal)
      .then((packages): CatalogueState => ({ folder, packages, problem: null }))
      .catch((error): CatalogueState => ({ folder, packages: [], problem: describe(error) }));
    if (this.reading !== reading) return;
    this.last = state;
    this.onDidChange();
  }

  dispose(): void {
    this.reading?.abort();
    this.reading = undefined;
  }
}

function describe(error: unknown): Message {
  return error instanceof ShellError ? error.sentence : { key: 'error.unexpected' };
}
