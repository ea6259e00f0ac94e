import { posix } from 'node:path';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { apiVersion } from '../../../core/api-version.ts';
import { ShellError } from '../../../core/errors.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { ManifestFault } from '../../../core/manifest/manifest-fault.ts';
import { type Language, languages } from '../../../core/message.ts';
import { requireOwnNames } from '../../../core/plugins/id-ownership.ts';
import { onOneLine } from './on-one-line.ts';
import type { PackageFile, PackageFiles } from './package-files.ts';
import { packageLimits } from './package-limits.ts';
import { isPlainName } from './package-paths.ts';

/** A package whose files and manifest are in order, as far as they themselves tell. */
export interface InspectedPackage {
  readonly files: PackageFiles;
  /** The package's name, from which the plugin's id is made. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly displayName: Readonly<Record<Language, string>>;
  readonly description: Readonly<Record<Language, string>>;
  readonly warnings: readonly ManifestFault[];
  /** Names of scripts that npm would run while installing. We don't. */
  readonly installScripts: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

/** What the shell itself gives plugins, bundled or not. */
const provided = new Set(['boule-bleue', 'lit']);
const maximumShownText = 500;
const npmInstallScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

/**
 * Reads a package's manifest and holds its files against it.
 * @param source names the package in errors until its name is known.
 * @throws ShellError `package.manifest-missing`, `package.manifest-invalid`, `package.engine-other`, `package.module-missing`,
 * `package.dependencies-missing`, `package.too-large`, `setting.foreign`.
 */
export async function inspectPackage(files: PackageFiles, source: string): Promise<InspectedPackage> {
  const file = files.get('package.json');
  if (!file) throw new ShellError('package.manifest-missing', { source });
  if (file.content.byteLength > packageLimits.manifestBytes) throw new ShellError('package.too-large', { source, limit: 'manifest' });
  const packageJson = parseManifest(file, source);
  requireEngine(packageJson, source);
  const { readManifest } = await import('../../../core/manifest/manifest-reader.ts');
  const { manifest, faults, warnings } = readManifest(packageJson, source);
  if (!manifest) throw invalidManifest(source, faults);
  if (!isPlainName(manifest.id)) {
    throw invalidManifest(source, [{ path: '/name', problem: 'is not a name for a folder', remedy: 'Choose another.' }]);
  }
  requireOwnNames({ manifest, origin: 'installed' }, []);
  requireModules(manifest, files);
  requireBundledDependencies(packageJson as Members, manifest, files);
  return {
    ...{ files, manifest, warnings },
    name: String((packageJson as Members).name),
    displayName: wordText(manifest.displayName, manifest.id, files),
    description: wordText(manifest.description, '', files),
    installScripts: npmInstallScripts.filter((name) => Object.hasOwn(membersOf((packageJson as Members).scripts), name)),
  };
}

function parseManifest({ content }: PackageFile, source: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content));
  } catch (cause) {
    const problem = `is not JSON: ${cause instanceof Error ? cause.message : cause}`;
    throw invalidManifest(source, [{ path: '', problem, remedy: 'Give a package.json as npm knows it.' }], cause);
  }
}

/** The one fault that isn't the author's: somebody has to update something. */
function requireEngine(packageJson: unknown, source: string): void {
  const { name, engines } = membersOf(packageJson);
  const needed = membersOf(engines)['boule-bleue'];
  if (typeof needed !== 'string' || validRange(needed) === null || satisfies(apiVersion, needed)) return;
  throw new ShellError('package.engine-other', { name: onOneLine(String(name ?? source)), needed: onOneLine(needed), present: apiVersion });
}

function invalidManifest(source: string, faults: readonly ManifestFault[], cause?: unknown): ShellError {
  const [{ path, problem } = { path: '', problem: 'is not valid' }] = faults;
  const fault = onOneLine(`${path || 'package.json'} ${problem}`).slice(0, 300);
  return new ShellError('package.manifest-invalid', { source, fault, others: Math.max(0, faults.length - 1) }, { cause });
}

function requireModules({ id, main, contributes }: Manifest, files: PackageFiles): void {
  const modules = [main, ...contributes.panels.map(({ module }) => module)].filter((path) => path !== undefined);
  const missing = modules.find((path) => !files.has(posix.normalize(path)));
  if (missing !== undefined) throw new ShellError('package.module-missing', { plugin: id, path: missing });
}

/** Dependencies are never fetched: what a package needs it brings along, so that what was looked at is all that runs. */
function requireBundledDependencies({ dependencies }: Members, { id }: Manifest, files: PackageFiles): void {
  const needed = Object.keys(membersOf(dependencies)).filter((name) => !provided.has(name));
  const missing = needed.filter((name) => !files.has(`node_modules/${name}/package.json`));
  if (missing.length === 0) return;
  throw new ShellError('package.dependencies-missing', { plugin: id, names: missing.slice(0, 5).join(', ').slice(0, 200) });
}

/** A manifest's text, from the package's own strings where it is a `%key%` of them. */
function wordText(text: string, fallback: string, files: PackageFiles): Readonly<Record<Language, string>> {
  const key = /^%(.+)%$/.exec(text)?.[1];
  const entries = languages.map((language): [Language, string] => {
    const found =
      key === undefined ? text : [language, ...languages].map((each) => stringsOf(files.get(`locales/${each}.json`))[key]).find(Boolean);
    return [language, onOneLine(found ?? fallback).slice(0, maximumShownText)];
  });
  return Object.fromEntries(entries) as Record<Language, string>;
}

/** Damaged strings are told when the plugin is loaded; here they are as good as none. */
function stringsOf(file: PackageFile | undefined): Readonly<Record<string, string>> {
  if (!file || file.content.byteLength > packageLimits.manifestBytes) return {};
  try {
    const strings = Object.entries(membersOf(JSON.parse(Buffer.from(file.content).toString())));
    return Object.fromEntries(strings.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : {};
}
