import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import compareVersions from 'semver/functions/compare.js';
import { ShellError } from '../../../core/errors.ts';
import type { Language } from '../../../core/message.ts';
import { inspectPackage } from './inspect-package.ts';
import { readArchive, readArchiveFile } from './read-archive.ts';

/** A package that the catalogue's folder offers. */
export interface CatalogueEntry {
  readonly name: string;
  readonly version: string;
  readonly displayName: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  /** Path of the archive. */
  readonly source: string;
}

export interface PackageCatalogueOptions {
  /** The folder that the setting names; empty for none. */
  readonly folder: () => string;
  /** Told of each archive that is no package. */
  readonly onProblem: (path: string, error: unknown) => void;
}

interface KnownArchive {
  readonly stamp: string;
  /** Missing where the archive is no package. */
  readonly entry: CatalogueEntry | undefined;
}

/** An administrator's folder holds some packages in some versions; whoever names a drive of films waits no longer for it. */
const maximumArchives = 500;

/** A folder of `.tgz` files that are offered for installation where there is no Internet. Read when it is asked for. */
export class PackageCatalogue {
  /** What was made of archives, as long as they stay as they are: opening them all takes a while. */
  private readonly known = new Map<string, KnownArchive>();

  constructor(private readonly options: PackageCatalogueOptions) {}

  /** Whether there is a catalogue. */
  get folder(): string | undefined {
    const folder = this.options.folder().trim();
    return folder === '' ? undefined : resolve(folder);
  }

  /**
   * The newest version of each package, by name. Archives that are no packages are passed over.
   * @throws ShellError `package.catalogue-unreadable`.
   */
  async list(signal?: AbortSignal): Promise<readonly CatalogueEntry[]> {
    const { folder } = this;
    if (folder === undefined) return [];
    const newest = new Map<string, CatalogueEntry>();
    const paths = (await findArchives(folder)).map((file) => join(folder, file));
    for (const path of this.known.keys()) if (!paths.includes(path)) this.known.delete(path);
    for (const path of paths) {
      signal?.throwIfAborted();
      const entry = await this.look(path);
      const known = entry && newest.get(entry.name);
      if (entry && (!known || compareVersions(entry.version, known.version) > 0)) newest.set(entry.name, entry);
    }
    return [...newest.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  private async look(path: string): Promise<CatalogueEntry | undefined> {
    const stats = await stat(path).catch(() => undefined);
    const stamp = stats && `${stats.ino} ${stats.size} ${stats.mtimeMs} ${stats.ctimeMs}`;
    const known = this.known.get(path);
    if (known && known.stamp === stamp) return known.entry;
    const entry = await this.read(path);
    if (stamp !== undefined) this.known.set(path, { stamp, entry });
    return entry;
  }

  private async read(path: string): Promise<CatalogueEntry | undefined> {
    try {
      const { name, manifest, displayName, description } = await inspectPackage(await readArchive(await readArchiveFile(path), path), path);
      return { name, version: manifest.version, displayName, description, source: path };
    } catch (error) {
      this.options.onProblem(path, error);
      return undefined;
    }
  }
}

async function findArchives(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /\.(?:tgz|tar\.gz)$/i.test(name))
      .sort()
      .slice(0, maximumArchives);
  } catch (cause) {
    throw new ShellError('package.catalogue-unreadable', { folder }, { cause });
  }
}
