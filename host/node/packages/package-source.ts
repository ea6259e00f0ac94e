import { isAbsolute, resolve } from 'node:path';
import validVersion from 'semver/functions/valid.js';
import validRange from 'semver/ranges/valid.js';
import { ShellError } from '../../../core/errors.ts';

/** Where a package is to be had. */
export type PackageSource =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  /** `range` is a semver range or a tag such as `latest`. */
  | { readonly kind: 'registry'; readonly name: string; readonly range: string };

const registrySource = /^((?:@[a-z\d][a-z\d._-]*\/)?[a-z\d][a-z\d._-]*)(?:@([^@/\\]*))?$/;
const tag = /^[a-z][\w.-]{0,63}$/i;

/**
 * Reads what a user typed: `./folder`, `package-1.0.0.tgz`, `name`, `name@^1.2`, `@scope/name@1.0.0`. Nothing else that npm would take:
 * no git, no web address, no alias, whose contents nobody vouches for.
 * @param text paths are absolute, or relative to the process's folder.
 * @throws ShellError `package.source-invalid`.
 */
export function parsePackageSource(text: string): PackageSource {
  const source = text.trim();
  if (source === '' || source.length > 4_096 || source.includes('\0')) throw invalid(source);
  const path = localPath(source);
  if (path !== undefined) return { kind: /\.(?:tgz|tar\.gz)$/i.test(path) ? 'archive' : 'folder', path: resolve(path) };
  const [, name, range] = registrySource.exec(source) ?? [];
  if (name === undefined || name.length > 214) throw invalid(source);
  if (range !== undefined && range !== '' && validRange(range) === null && !tag.test(range)) throw invalid(source);
  return { kind: 'registry', name, range: range || 'latest' };
}

/**
 * The same source for a process that works in another folder.
 * @param folder what relative paths start from.
 */
export function withAbsolutePath(text: string, folder: string): string {
  const path = localPath(text.trim());
  return path === undefined ? text : resolve(folder, path);
}

/** Where updates of a package come from that was asked for in one version: from then on the newest counts. */
export function withoutExactVersion(text: string): string {
  const [, name, range] = registrySource.exec(text.trim()) ?? [];
  return name !== undefined && range !== undefined && validVersion(range) !== null ? name : text;
}

function localPath(source: string): string | undefined {
  const looksLikePath = /^\.{1,2}(?:[/\\]|$)/.test(source) || isAbsolute(source) || /^[a-z]:[/\\]/i.test(source);
  const isArchiveName = /\.(?:tgz|tar\.gz)$/i.test(source) && !/^[a-z][a-z\d+.-]+:/i.test(source);
  return looksLikePath || isArchiveName ? source : undefined;
}

function invalid(source: string): ShellError {
  return new ShellError('package.source-invalid', { source: source.slice(0, 120) });
}
