import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { ShellError } from '../../../core/errors.ts';
import type { InstalledPlugins } from './installed-plugins.ts';
import { digestOf, type PackageFiles, writePackageFiles } from './package-files.ts';
import { notWritable } from './writing.ts';

/** A package that was unpacked aside, in a folder of its own. */
export interface StagedPackage<Details> {
  readonly folder: string;
  /** Of its files. */
  readonly digest: string;
  readonly details: Details;
}

/** Who asks is there to answer; what was left standing must not fill the disk. */
const lifetimeMs = 15 * 60_000;
const maximumCount = 8;

/** Packages that wait for the user's word. They are forgotten after a while, and the oldest of many first. */
export class StagedPackages<Details> {
  private readonly packages = new Map<string, StagedPackage<Details> & { readonly expiry: NodeJS.Timeout }>();

  /** @param onError told of what could not be tidied up; the next start tries again. */
  constructor(
    private readonly installed: Pick<InstalledPlugins, 'stagingFolder'>,
    private readonly onError: (error: unknown) => undefined,
  ) {}

  /**
   * Writes a package aside.
   * @returns what `take` and `discard` know it by.
   * @throws ShellError `package.not-writable`.
   */
  async add(files: PackageFiles, details: Details): Promise<string> {
    const [oldest] = this.packages.keys();
    if (oldest !== undefined && this.packages.size >= maximumCount) await this.discard(oldest);
    const folder = this.installed.stagingFolder();
    try {
      await writePackageFiles(files, folder);
    } catch (cause) {
      await this.remove(folder);
      throw notWritable(cause);
    }
    const token = randomUUID();
    const expiry = setTimeout(() => void this.discard(token), lifetimeMs).unref();
    this.packages.set(token, { folder, digest: digestOf(files), details, expiry });
    return token;
  }

  /**
   * Hands a package over, for good. Its folder is the caller's to move or to `remove`.
   * @throws ShellError `package.proposal-gone`.
   */
  take(token: string): StagedPackage<Details> {
    const staged = this.packages.get(token);
    if (!staged) throw new ShellError('package.proposal-gone');
    clearTimeout(staged.expiry);
    this.packages.delete(token);
    return staged;
  }

  /** Forgets a package. Does nothing for one that is gone. */
  async discard(token: string): Promise<void> {
    if (this.packages.has(token)) await this.remove(this.take(token).folder);
  }

  async discardAll(): Promise<void> {
    for (const token of [...this.packages.keys()]) await this.discard(token);
  }

  /** Removes a folder of a package that was taken. What is left lying does no harm. */
  async remove(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true }).catch(this.onError);
  }
}
