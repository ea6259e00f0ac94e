import { createHash } from 'node:crypto';
import { ShellError } from '../../../core/errors.ts';
import { Deadline, untilAborted } from '../network/deadline.ts';
import { type InspectedPackage, inspectPackage } from './inspect-package.ts';
import { onOneLine } from './on-one-line.ts';
import { digestOf, type PackageFiles } from './package-files.ts';
import { type PackageSource, parsePackageSource } from './package-source.ts';
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

/** Of reading and checking one package, wherever it lies: a network drive that is gone is silent for ever. */
const timeoutMs = 180_000;

export function packageLoader(registry: Pick<RegistryClient, 'fetch'>): LoadPackage {
  return async (text, caller) => {
    const source = parsePackageSource(text);
    const deadline = new Deadline(timeoutMs, caller);
    try {
      return await untilAborted(load(source, registry, deadline.signal), deadline.signal);
    } catch (error) {
      deadline.throwIfCancelled();
      if (!deadline.signal.aborted) throw error;
      throw new ShellError('package.timeout', { source: onOneLine(text).slice(0, 300) }, { cause: error });
    } finally {
      deadline.dispose();
    }
  };
}

async function load(source: PackageSource, registry: Pick<RegistryClient, 'fetch'>, signal: AbortSignal): Promise<LoadedPackage> {
  if (source.kind === 'registry') return loadFromRegistry(registry, source, signal);
  if (source.kind === 'folder') {
    const files = await readFolder(source.path);
    return { inspected: await inspectPackage(files, source.path), integrity: integrityOfFiles(files) };
  }
  const archive = await readArchiveFile(source.path);
  const files = await readArchive(archive, source.path);
  return { inspected: await inspectPackage(files, source.path), integrity: integrityOf(archive) };
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
