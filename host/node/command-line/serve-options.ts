import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Language, languages } from '../../../core/message.ts';
import { defaultDataFolder } from '../data-folder/default-data-folder.ts';
import { type Isolation, isolations } from '../isolation/isolations.ts';
import type { DatabaseAddress } from '../shared-storage/postgres/database-address.ts';
import { parseDatabase } from './database-option.ts';
import { UsageError } from './usage-error.ts';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What `boule-bleue [serve]` was asked for. */
export interface ServeOptions {
  /** On 127.0.0.1; 0 is any free one. */
  readonly port: number;
  readonly openBrowser: boolean;
  readonly dataFolder: string;
  /** Whether `--data-dir` named it. */
  readonly hasDataFolder: boolean;
  /** That of the réseau; none on a lone workstation. */
  readonly database: DatabaseAddress | undefined;
  readonly pluginFolders: readonly string[];
  /** Which plugins get a process of their own. */
  readonly isolation: Isolation;
  readonly safeMode: boolean;
  readonly language: Language | undefined;
  readonly logLevel: LogLevel;
  /** Logs go to stderr too. */
  readonly verbose: boolean;
  readonly demo: boolean;
}

interface OptionDefinition {
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** Placeholder for the value in the help. */
  readonly value?: string;
  /** Key of the sentence that explains it. */
  readonly help: string;
}

/** Every option of `serve`, in the order in which the help lists them. */
export const serveOptionDefinitions = {
  port: { type: 'string', value: 'N', help: 'cli.serve.port' },
  'no-open': { type: 'boolean', help: 'cli.serve.no-open' },
  'data-dir': { type: 'string', value: 'DIR', help: 'cli.option.data-dir' },
  database: { type: 'string', value: 'URL', help: 'cli.serve.database' },
  plugin: { type: 'string', multiple: true, value: 'DIR', help: 'cli.serve.plugin' },
  isolate: { type: 'string', value: 'all|third-party', help: 'cli.serve.isolate' },
  'safe-mode': { type: 'boolean', help: 'cli.serve.safe-mode' },
  demo: { type: 'boolean', help: 'cli.serve.demo' },
  lang: { type: 'string', value: 'fr|en', help: 'cli.option.lang' },
  'log-level': { type: 'string', value: 'LEVEL', help: 'cli.serve.log-level' },
  verbose: { type: 'boolean', help: 'cli.serve.verbose' },
} as const satisfies Record<string, OptionDefinition>;

/**
 * Parses the arguments of `serve`. Node's own parser does: commander is worth its loading time where there are subcommands.
 * @throws UsageError for anything unknown, missing or out of range; ShellError `database.*`.
 */
export function parseServeOptions(args: readonly string[]): ServeOptions {
  const values = parseValues(args);
  return {
    port: parsePort(values.port ?? '0'),
    openBrowser: values['no-open'] !== true,
    dataFolder: parseDataFolder(values['data-dir']),
    hasDataFolder: values['data-dir'] !== undefined,
    database: parseDatabase(values.database, values.demo === true),
    pluginFolders: (values.plugin ?? []).map(parsePluginFolder),
    isolation: parseIsolation(values.isolate) ?? 'third-party',
    safeMode: values['safe-mode'] === true,
    language: parseLanguage(values.lang),
    logLevel: oneOf('log-level', logLevels, values['log-level'] ?? 'info'),
    verbose: values.verbose === true,
    demo: values.demo === true,
  };
}

/** The folder that `--data-dir` names, else the system's place. @throws UsageError for an empty name. */
export function parseDataFolder(folder: string | undefined): string {
  if (folder === '') throw new UsageError('cli.usage.value-missing', { option: 'data-dir' });
  return folder === undefined ? defaultDataFolder() : resolve(folder);
}

/** @throws UsageError for another language than French and English. */
export function parseLanguage(language: string | undefined): Language | undefined {
  return language === undefined ? undefined : oneOf('lang', languages, language);
}

/** @throws UsageError for anything but `all` and `third-party`. */
export function parseIsolation(isolation: string | undefined): Isolation | undefined {
  return isolation === undefined ? undefined : oneOf('isolate', isolations, isolation);
}

function parseValues(args: readonly string[]) {
  try {
    const { values } = parseArgs({ args: [...args], options: serveOptionDefinitions, strict: true, allowPositionals: false });
    return values;
  } catch (error) {
    throw toUsageError(error as NodeJS.ErrnoException);
  }
}

function toUsageError(error: NodeJS.ErrnoException): UsageError {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new UsageError('cli.usage.option-unknown', { option: quoted });
  if (error.code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL') return new UsageError('cli.usage.argument-unexpected', { argument: quoted });
  return new UsageError('cli.usage.value-missing', { option: quoted.replace(/^.*--([\w-]+).*$/, '$1') });
}

/** An author's plugin may have faults and be mended while it is loaded; a folder that isn't there was mistyped. */
function parsePluginFolder(name: string): string {
  const folder = resolve(name);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError('cli.usage.folder-missing', { option: 'plugin', folder });
  return folder;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError('cli.usage.port-invalid', { value: text });
  return port;
}

function oneOf<T extends string>(option: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw new UsageError('cli.usage.value-invalid', { option, value, allowed: allowed.join(', ') });
  return found;
}
