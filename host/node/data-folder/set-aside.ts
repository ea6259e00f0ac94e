import { existsSync, renameSync } from 'node:fs';
import { parse } from 'node:path';

/**
 * Keeps a damaged file by renaming it, so that nothing is lost and the name is free again:
 * `store.sqlite` becomes `store.set-aside-2026-03-19T08-30-00Z.sqlite`.
 *
 * @param companions endings of files that belong to it and follow it, such as `-wal`.
 * @returns the new path.
 */
export function setAside(path: string, now: Date, companions: readonly string[] = []): string {
  const target = freeName(path, now);
  renameSync(path, target);
  for (const companion of companions) {
    if (existsSync(path + companion)) renameSync(path + companion, target + companion);
  }
  return target;
}

function freeName(path: string, now: Date): string {
  const { dir, name, ext } = parse(path);
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  const base = `${dir}/${name}.set-aside-${stamp}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? base + ext : `${base}-${number}${ext}`;
    if (!existsSync(candidate)) return candidate;
  }
}
