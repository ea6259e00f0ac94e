import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { endLike, runToEnd } from './child.js';
import { alone } from './lock.js';
import { inRepository, repository } from './repository.js';
import { SetUpError, say } from './say.js';

/** What was installed last. Lies inside the folder it speaks of, so that deleting one deletes both. */
const stampFile = inRepository('node_modules', '.set-up-stamp');

const noNetwork =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT|E407|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_[A-Z_]+)\b/;

/** npm's own waits make it take more than a minute to say that there is no network. */
const soonerToldOffline = ['--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=8000'];

/** Installs what package-lock.json says, unless that is there already. */
export async function ensureDependencies() {
  if (await isStamped()) return;
  await alone(async () => {
    if (await isStamped()) return;
    if (!(await isInstalled())) await install();
    await writeFile(stampFile, await wantedStamp());
  });
}

async function isStamped() {
  const stamp = await readFile(stampFile, 'utf8').catch(() => '');
  return stamp === (await wantedStamp());
}

/** Packages hold programs for one platform, so the platform counts too: folders get copied and shared. */
async function wantedStamp() {
  const lock = await readFile(inRepository('package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform} ${process.arch}\n`;
}

/** Whether someone installed the same by hand: npm writes down what it put into node_modules. */
async function isInstalled() {
  try {
    const wanted = await readPackages(inRepository('package-lock.json'));
    const present = await readPackages(inRepository('node_modules', '.package-lock.json'));
    return Object.entries(wanted).every(([path, entry]) => path === '' || isPresent(path, entry, present[path]));
  } catch {
    return false;
  }
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} LockEntry
 * @param {string} path
 * @param {LockEntry} wanted
 * @param {LockEntry | undefined} present
 */
function isPresent(path, wanted, present) {
  if (present === undefined) return wanted.optional === true && !isMeantForThisPlatform(wanted);
  return present.version === wanted.version && present.integrity === wanted.integrity && existsSync(inRepository(path));
}

/**
 * Optional packages that name no platform are there for the sake of others that do.
 * @param {LockEntry} entry
 */
function isMeantForThisPlatform({ os, cpu, libc }) {
  if (os === undefined && cpu === undefined) return false;
  const isHere = (os ?? [process.platform]).includes(process.platform) && (cpu ?? [process.arch]).includes(process.arch);
  return isHere && (libc === undefined || libc.includes(cLibrary()));
}

/** Linux has two families of programs. Node's report names the version of the one. */
function cLibrary() {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

/**
 * @param {string} file
 * @returns {Promise<Record<string, LockEntry>>}
 */
async function readPackages(file) {
  return JSON.parse(await readFile(file, 'utf8')).packages;
}

async function install() {
  say({ fr: 'Installation des dépendances (une seule fois, quelques minutes)…', en: 'Installing dependencies (only once, some minutes)…' });
  const { program, args, shell } = npmCommand();
  const options = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...soonerToldOffline,
  ];
  const ending = await runToEnd(program, [...args, ...options], {
    cwd: repository,
    env: { ...process.env, CI: 'true' },
    shell,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ending.code === 0) return;
  if (ending.signal !== null) endLike(ending);
  throw noNetwork.test(ending.output) ? noNetworkError() : failedError();
}

/** The npm that runs this script, or the one on the path when the command was started without npm. */
function npmCommand() {
  const caller = process.env.npm_execpath;
  if (caller !== undefined && /npm-cli\.c?js$/.test(caller)) return { program: process.execPath, args: [caller], shell: false };
  return { program: 'npm', args: [], shell: process.platform === 'win32' };
}

function noNetworkError() {
  return new SetUpError({
    fr: 'Les dépendances n’ont pas pu être installées : le registre npm est injoignable. Vérifiez la connexion ou le proxy (npm config set proxy …), puis relancez la commande.',
    en: 'Dependencies could not be installed: the npm registry can’t be reached. Check the connection or the proxy (npm config set proxy …), then run the command again.',
  });
}

function failedError() {
  return new SetUpError({
    fr: 'Les dépendances n’ont pas pu être installées : npm en dit la raison ci-dessus.',
    en: 'Dependencies could not be installed: npm gives the reason above.',
  });
}
