import { createHash } from 'node:crypto';
import { ShellError } from '../../../core/errors.ts';
import { type InspectedPackage, inspectPackage } from './inspect-package.ts';
import { digestOf, type PackageFiles } from './package-files.ts';
import { parsePackageSource } from './package-source.ts';
import { readArchive, readArchiveFile } from './read-archive.ts';
import { readFolder } from './read-folder.ts';
import type { RegistryClient, RegistrySource } from './registry/registry-client.ts';

export interface LoadedPackage {
  readonly inspected: InspectedPackage;
  /** Of the archive, or of the files of a folder. */
  readonly integrity: string;
}

/** Reads a package into memory, from wherever it is to be had, and checks it. Nothing is written. */
export type LoadPackage = (source: string, signal?: AbortSignal) => Promise<LoadedPackage>;

export function packageLoader(registry: Pick<RegistryClient, 'fetch'>): LoadPackage {
  return async (text, signal) => {
    const source = parsePackageSource(text);
    if (source.kind === 'registry') return loadFromRegistry(registry, source, signal);
    if (source.kind === 'folder') {
      const files = await readFolder(source.path);
      return { inspected: await inspectPackage(files, source.path), integrity: integrityOfFiles(files) };
    }
    const archive = await readArchiveFile(source.path);
    const files = await readArchive(archive, source.path);
    return { inspected: await inspectPackage(files, source.path), integrity: integrityOf(archive) };
  };
}

async function loadFromRegistry(
  registry: Pick<RegistryClient, 'fetch'>,
  source: RegistrySource,
  signal?: AbortSignal,
): Promise<LoadedPackage> {
  const { archive, name, version, integrity } = await registry.fetch(source, signal);
  const inspected = await inspectPackage(await readArchive(archive, `${name}@${version}`), name);
  const found = `${inspected.name}@${inspected.manifest.version}`;
  if (found !== `${name}@${version}`) throw new ShellError('package.registry-other', { asked: `${name}@${version}`, answered: found });
  return { inspected, integrity };
}

function integrityOf(archive: Uint8Array): string {
  return `sha512-${createHash('sha512').update(archive).digest('base64')}`;
}

function integrityOfFiles(files: PackageFiles): string {
  return `sha256-${Buffer.from(digestOf(files), 'hex').toString('base64')}`;
}
