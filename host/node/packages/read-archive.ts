import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { ShellError } from '../../../core/errors.ts';
import { type PackageFiles, toPackageFiles } from './package-files.ts';
import { packageLimits } from './package-limits.ts';
import { requirePlainPath } from './package-paths.ts';
import { readTar, type TarEntry } from './tar-reader.ts';

/** Room for the headers of every entry, beside the contents. */
const headerBytes = packageLimits.entries * 2_048;

/**
 * Reads the bytes of an archive from the disk.
 * @throws ShellError `package.source-missing`, `package.source-invalid`, `package.too-large`.
 */
export async function readArchiveFile(path: string): Promise<Buffer> {
  // Opening a pipe waits for its writer unless told not to.
  const opening = open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  await using file = await opening.catch((cause) => {
    throw new ShellError('package.source-missing', { source: path }, { cause });
  });
  const stats = await file.stat();
  if (!stats.isFile()) throw new ShellError('package.source-invalid', { source: path });
  if (stats.size > packageLimits.packedBytes) throw new ShellError('package.too-large', { source: path, limit: 'packed' });
  const bytes = Buffer.alloc(stats.size);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
  return bytes.subarray(0, bytesRead);
}

/**
 * The files of a package's archive, a tar in gzip, without the folder that they all lie in (`package/`, as a rule).
 * @param source names the archive in errors.
 * @throws ShellError `package.archive-invalid`, `package.entry-forbidden`, `package.path-forbidden`, `package.path-twice`, `package.too-large`.
 */
export async function readArchive(archive: Uint8Array, source: string): Promise<PackageFiles> {
  if (archive.byteLength > packageLimits.packedBytes) throw new ShellError('package.too-large', { source, limit: 'packed' });
  const tar = await decompress(archive, source);
  const entries = readTar(tar, { source, maximumEntries: packageLimits.entries });
  return toPackageFiles(withoutTopFolder(entries, source), source);
}

async function decompress(archive: Uint8Array, source: string): Promise<Buffer> {
  const { unpackedBytes, ratio, ratioFreeBytes } = packageLimits;
  const bytesByRatio = Math.max(ratioFreeBytes, archive.byteLength * ratio);
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: Math.min(unpackedBytes + headerBytes, bytesByRatio) });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ShellError('package.too-large', { source, limit: bytesByRatio < unpackedBytes ? 'ratio' : 'unpacked' }, { cause });
    }
    throw new ShellError('package.archive-invalid', { source, problem: message }, { cause });
  }
}

function withoutTopFolder(entries: readonly TarEntry[], source: string): readonly TarEntry[] {
  for (const { path } of entries) requirePlainPath(path);
  const tops = new Set(entries.map(({ path }) => path.split('/', 1)[0]));
  if (tops.size !== 1) throw new ShellError('package.archive-invalid', { source, problem: 'its files do not lie in one folder' });
  // Folders come with their files.
  const files = entries.filter(({ kind, path }) => kind === 'file' && path.includes('/'));
  return files.map((file) => ({ ...file, path: file.path.slice(file.path.indexOf('/') + 1) }));
}
