import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { ShellError } from '../../../core/errors.ts';
import { makeFolder } from '../data-folder/make-folder.ts';
import { setAside } from '../data-folder/set-aside.ts';
import { flushFolder, writeFileAtomically } from '../data-folder/write-file-atomically.ts';
import { isPlainName } from './package-paths.ts';

/** Of a folder of ours: leads nowhere else, whoever wrote it into the list. Read a thousand times at a start. */
const plainName = v.pipe(v.string(), v.maxLength(255), v.regex(/^[\w+-][\w.+-]*$/));

const versionSchema = v.object({
  version: v.string(),
  /** Name of its folder below the plugin's. */
  folder: plainName,
  /** Of the archive, as npm writes it (Subresource Integrity); of a folder's files where there was no archive. */
  integrity: v.string(),
});

const recordSchema = v.object({
  id: plainName,
  /** Name of the npm package: `@scope/name`. */
  packageName: v.string(),
  /** What the user gave, from which updates are fetched. */
  source: v.string(),
  current: versionSchema,
  /** What a roll-back leads to. */
  previous: v.optional(versionSchema),
});

const indexSchema = v.object({ format: v.literal(1), plugins: v.array(recordSchema) });

/** One version of a plugin that lies in the data folder. */
export type InstalledVersion = Readonly<v.InferOutput<typeof versionSchema>>;
/** A plugin that was installed. */
export type InstalledPlugin = Readonly<v.InferOutput<typeof recordSchema>>;

/**
 * Which packages are installed, and where in the data folder: `plugins/<id>/<version>-<digest>/`. A folder is written elsewhere and
 * moved here whole; `plugins/.installed.json` says which of a plugin's folders counts and is replaced as a whole. So a host that dies at
 * any moment leaves either the former version or the new one. Not in the store, which several workstations may share.
 */
export class InstalledPlugins {
  private records: ReadonlyMap<string, InstalledPlugin> = new Map();
  private readonly index: string;
  private readonly staging: string;
  private stagedCount = 0;

  /** @param folder `plugins` in the data folder. Need not exist. */
  constructor(private readonly folder: string) {
    this.index = join(folder, '.installed.json');
    this.staging = join(folder, '.staging');
  }

  /**
   * Reads what is installed.
   * @returns the name of the index that had to be set aside because it was damaged; the folders are kept then.
   * @throws the system's error when it can be neither read nor set aside.
   */
  async load(): Promise<string | undefined> {
    if (!existsSync(this.index)) return undefined;
    const parsed = v.safeParse(indexSchema, await readFile(this.index, 'utf8').then(parseJson, () => undefined));
    if (!parsed.success) return setAside(this.index, new Date());
    this.records = new Map(parsed.output.plugins.map((record) => [record.id, record]));
    return undefined;
  }

  /** By id. */
  list(): readonly InstalledPlugin[] {
    return [...this.records.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  find(id: string): InstalledPlugin | undefined {
    return this.records.get(id);
  }

  /** The folder of a plugin's version. */
  locationOf(id: string, { folder }: InstalledVersion): string {
    return join(this.folder, id, folder);
  }

  /** A name for a folder in which a package may be put together. It is not there yet, and gone at the next start. */
  stagingFolder(): string {
    makeFolder(this.staging);
    this.stagedCount += 1;
    return join(this.staging, `${process.pid}-${this.stagedCount}`);
  }

  /** Moves a staged folder to its place. @returns the folder's name there. */
  async place(id: string, { version, digest, staged }: { version: string; digest: string; staged: string }): Promise<string> {
    const parent = join(this.folder, id);
    makeFolder(parent);
    const name = `${version.slice(0, 60)}-${digest.slice(0, 16)}`;
    const folder = freeName(parent, name);
    await rename(staged, join(parent, folder));
    flushFolder(parent);
    return folder;
  }

  /**
   * Makes a record the one in force. Durable once returned.
   * @throws the system's error; the former record counts on then.
   */
  put(record: InstalledPlugin): void {
    this.replace(new Map(this.records).set(record.id, record));
  }

  /**
   * Forgets a plugin; its folders are superfluous then. Durable once returned.
   * @throws the system's error.
   */
  forget(id: string): void {
    const records = new Map(this.records);
    if (records.delete(id)) this.replace(records);
  }

  /** Removes what was put together and never moved to its place. For a host that has just begun. */
  async clearStaging(): Promise<void> {
    await rm(this.staging, { recursive: true, force: true });
  }

  /** Removes what no record names: versions replaced, plugins removed while the host died. */
  async sweep(): Promise<void> {
    // Without an index that says so nothing is known to be superfluous.
    if (!existsSync(this.index)) return;
    for (const entry of await readdir(this.folder, { withFileTypes: true })) {
      if (entry.isDirectory() && isPlainName(entry.name) && entry.name !== '.staging') await this.sweepPlugin(entry.name);
    }
  }

  /** Removes the folders of a plugin's versions that no record names any more. */
  async sweepPlugin(id: string): Promise<void> {
    const record = this.records.get(id);
    const named = new Set([record?.current.folder, record?.previous?.folder]);
    const folder = join(this.folder, id);
    if (!record) return rm(folder, { recursive: true, force: true });
    for (const name of await readdir(folder)) {
      if (!named.has(name)) await rm(join(folder, name), { recursive: true, force: true });
    }
  }

  private replace(records: ReadonlyMap<string, InstalledPlugin>): void {
    makeFolder(this.folder);
    writeFileAtomically(this.index, JSON.stringify({ format: 1, plugins: [...records.values()] }));
    this.records = records;
  }
}

function freeName(parent: string, name: string): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!existsSync(join(parent, candidate))) return candidate;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // As good as a file of another shape.
    return undefined;
  }
}

/** @throws ShellError `package.not-installed`. */
export function requireInstalled(installed: InstalledPlugins, id: string): InstalledPlugin {
  const record = installed.find(id);
  if (!record) throw new ShellError('package.not-installed', { plugin: id });
  return record;
}
