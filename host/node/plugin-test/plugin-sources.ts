import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { Language } from '../../../core/message.ts';
import type { Strings } from './compare-strings.ts';

/** A plugin as it lies in its folder, before any host knows it. */
export interface PluginSources {
  readonly folder: string;
  readonly manifest: Manifest;
  /** `package.json` as it is written. */
  readonly manifestText: string;
  /** Of each file of code, built or not, without tests and packages. */
  readonly code: readonly string[];
  /** Undefined where the file is missing; an Error where it is no object of texts. */
  readonly strings: Readonly<Record<Language, Strings | Error | undefined>>;
}

const codeFiles = '**/*.{js,mjs,ts,mts}';
const notThePlugins = ['**/node_modules/**', '**/*.test.*', '**/*.d.ts', '**/*.config.*'];

export function readSources(folder: string, manifest: Manifest, manifestText: string): PluginSources {
  const paths = globSync(codeFiles, { cwd: folder, exclude: notThePlugins });
  const code = paths.map((path) => readFileSync(join(folder, path), 'utf8'));
  return { folder, manifest, manifestText, code, strings: { fr: readStrings(folder, 'fr'), en: readStrings(folder, 'en') } };
}

function readStrings(folder: string, language: Language): Strings | Error | undefined {
  try {
    const strings: unknown = JSON.parse(readFileSync(join(folder, 'locales', `${language}.json`), 'utf8'));
    const isSound = typeof strings === 'object' && strings !== null && Object.values(strings).every((text) => typeof text === 'string');
    return isSound ? (strings as Strings) : new Error('It is no object of texts by key');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : (error as Error);
  }
}
