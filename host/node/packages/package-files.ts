import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ShellError } from '../../../core/errors.ts';
import { packageLimits } from './package-limits.ts';
import { requireDistinctPaths, requirePlainPath } from './package-paths.ts';

/** A file of a package, read and found harmless in name and size. */
export interface PackageFile {
  /** Below the package's folder, with forward slashes. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** A package's files by path. */
export type PackageFiles = ReadonlyMap<string, PackageFile>;

/**
 * Takes files for a package's when all of their names are plain and distinct, and they are neither too many nor too large.
 * @throws ShellError `package.path-forbidden`, `package.path-twice`, `package.too-large`.
 */
export function toPackageFiles(files: readonly PackageFile[], source: string): PackageFiles {
  if (files.length > packageLimits.entries) throw new ShellError('package.too-large', { source, limit: 'entries' });
  const bytes = files.reduce((sum, { content }) => sum + content.byteLength, 0);
  if (bytes > packageLimits.unpackedBytes) throw new ShellError('package.too-large', { source, limit: 'unpacked' });
  for (const { path } of files) requirePlainPath(path);
  requireDistinctPaths(files.map(({ path }) => path));
  return new Map(files.map((file) => [file.path, file]));
}

/** The same for the same files, whatever they came in. */
export function digestOf(files: PackageFiles): string {
  const digest = createHash('sha256');
  for (const { path, content } of [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1))) {
    digest.update(`${Buffer.byteLength(path)} ${path} ${content.byteLength} `).update(content);
  }
  return digest.digest('hex');
}

/**
 * Writes files below an empty folder, durably. No file replaces another and none can be run: modes are ours, never the package's.
 * @throws the system's error.
 */
export async function writePackageFiles(files: PackageFiles, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path, content } of files.values()) {
    const target = join(folder, ...path.split('/'));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    // Exclusive, and never through a link: whatever the checks before have missed ends here.
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
    await using file = await open(target, flags, 0o600);
    await file.writeFile(content);
    await file.sync();
  }
}
