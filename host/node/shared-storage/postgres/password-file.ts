import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../../core/secret.ts';
import type { DatabaseAddress } from './database-address.ts';

export interface PasswordSources {
  /** Default: the process's. */
  readonly environment?: Readonly<NodeJS.ProcessEnv>;
  /** Default: the process's. */
  readonly platform?: NodeJS.Platform;
  /** Told of a file that is left alone, since others can read it. */
  readonly onExposedFile?: (path: string) => void;
}

/**
 * The password for a database: that of the address, else of `PGPASSWORD`, else of the password file. Looked for anew before each
 * connection, so that a changed one needs no restart.
 */
export async function findPassword(address: DatabaseAddress, sources: PasswordSources = {}): Promise<Secret | undefined> {
  const { environment = process.env } = sources;
  if (address.password) return address.password;
  if (environment.PGPASSWORD) return new Secret(environment.PGPASSWORD);
  return readPasswordFile(address, sources);
}

/**
 * Looks a database up in a password file (PostgreSQL's documentation, 34.16): one `host:port:database:user:password` a line, `*` for any.
 * As PostgreSQL's programs do, leaves a file alone that others than its owner may open.
 */
async function readPasswordFile(address: DatabaseAddress, sources: PasswordSources): Promise<Secret | undefined> {
  const { platform = process.platform, onExposedFile = () => {} } = sources;
  const path = address.passwordFile ?? usualFile(sources);
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) return undefined;
  if (platform !== 'win32' && (file.mode & 0o077) !== 0) {
    onExposedFile(path);
    return undefined;
  }
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/);
  const host = address.isSocket ? 'localhost' : address.host;
  const wanted = [host, String(address.port), address.database, address.user];
  for (const line of lines) {
    const fields = line.startsWith('#') ? [] : splitLine(line);
    const password = fields[4];
    if (password && wanted.every((value, index) => ['*', value].includes(fields[index] ?? ''))) return new Secret(password);
  }
  return undefined;
}

function usualFile({ environment = process.env, platform = process.platform }: PasswordSources): string {
  if (environment.PGPASSFILE) return environment.PGPASSFILE;
  return platform === 'win32' ? join(environment.APPDATA ?? homedir(), 'postgresql', 'pgpass.conf') : join(homedir(), '.pgpass');
}

/** Five fields; what follows a backslash is itself. */
function splitLine(line: string): readonly string[] {
  const fields = [...line.matchAll(/((?:\\.|[^\\:])*)(:|$)/g)].map(([, field = '']) => field.replaceAll(/\\(.)/g, '$1'));
  return fields.slice(0, 5);
}
