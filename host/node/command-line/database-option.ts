import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ShellError } from '../../../core/errors.ts';
import type { Translate } from '../../../core/l10n/translator.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import { DatabaseAddress } from '../shared-storage/postgres/database-address.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Says the same as `--database`, for all commands. */
const variable = 'BOULE_BLEUE_DATABASE';

/**
 * The réseau's database that the option names, else the environment. Once read, neither shows it any more: the programs that the host
 * starts inherit the environment, and other users of the workstation may list arguments.
 * @param isDemo a demonstration never touches the office's data, whatever the environment says.
 * @throws UsageError for an option without a value, or beside `--demo`; ShellError `database.*`.
 */
export function parseDatabase(option: string | undefined, isDemo = false): DatabaseAddress | undefined {
  if (option === '') throw new UsageError('cli.usage.value-missing', { option: 'database' });
  if (isDemo && option !== undefined) throw new UsageError('cli.usage.demo-database');
  const text = isDemo ? undefined : (option ?? process.env[variable]);
  delete process.env[variable];
  if (!text) return undefined;
  // Takes the place of all arguments, where the system lets a process do that.
  if (option !== undefined) process.title = 'boule-bleue';
  return parseAddress(text);
}

/** @throws ShellError `database.*`. */
export function parseAddress(text: string): DatabaseAddress {
  const address = DatabaseAddress.parse(text);
  requireAuthorities(address);
  return address;
}

/** Two hosts can't share a folder, nor can one have two databases: says so where a running one has another than was asked for. */
export function tellOtherDatabase({ database, running, t, terminal }: OtherDatabase): void {
  if (!database || running.database === String(database)) return;
  terminal.tell(t('cli.database.ignored', { current: running.database ?? 'none' }));
}

interface OtherDatabase {
  readonly database: DatabaseAddress | undefined;
  readonly running: RunningHost;
  readonly t: Translate;
  readonly terminal: Terminal;
}

/** A mistyped file is told at once. It is read anew for each connection: authorities are renewed. */
function requireAuthorities({ authorityFile: path }: DatabaseAddress): void {
  if (path === undefined) return;
  try {
    new X509Certificate(readFileSync(path));
  } catch (cause) {
    throw new ShellError('database.authority-unreadable', { path }, { cause });
  }
}
