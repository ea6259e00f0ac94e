import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inRepository } from './repository.js';
import { SetUpError, say } from './say.js';

const setUpLock = inRepository('.cache', 'set-up.lock');
const pollMs = 200;
/** How old a lock from another machine on a shared folder, or one without content, may grow before it counts as left behind. */
const abandonedAfterMs = 60_000;
const heartbeatMs = 10_000;
const giveUpAfterMs = 20 * 60_000;

/**
 * Runs work that no other process on this repository may do at the same time, waiting for its turn.
 * The lock of a process that died is taken over.
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} lockFile
 * @returns {Promise<T>}
 */
export async function alone(work, lockFile = setUpLock) {
  await acquire(lockFile);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(lockFile, now, now).catch(() => {});
  }, heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(lockFile, { force: true });
  }
}

/** @param {string} lockFile */
async function acquire(lockFile) {
  const deadline = Date.now() + giveUpAfterMs;
  for (let attempt = 0; !(await tryToAcquire(lockFile)); attempt += 1) {
    if (await isAbandoned(lockFile)) await takeAway(lockFile);
    else await setTimeout(pollMs);
    if (attempt === 5)
      say({
        fr: 'Une autre commande prépare déjà ce dossier, on l’attend…',
        en: 'Another command is setting up this folder, waiting for it…',
      });
    if (Date.now() > deadline) {
      throw new SetUpError({
        fr: `La préparation du dossier est bloquée. Si aucune autre commande n’est en cours, supprimez ${lockFile}.`,
        en: `Setting up is blocked. If no other command is running, delete ${lockFile}.`,
      });
    }
  }
}

/** @param {string} lockFile */
async function tryToAcquire(lockFile) {
  try {
    await mkdir(dirname(lockFile), { recursive: true });
    await writeFile(lockFile, owner(), { flag: 'wx' });
    return true;
  } catch (failure) {
    if (/** @type {NodeJS.ErrnoException} */ (failure).code === 'EEXIST') return false;
    throw failure;
  }
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const [content, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const [pid, host] = content.split(' ');
    if (host === hostname()) return !isAlive(Number(pid));
    return Date.now() - mtimeMs > abandonedAfterMs;
  } catch {
    return false;
  }
}

/**
 * Of several waiting processes one gets to rename the lock. Should it be a new one by now, it goes back.
 * @param {string} lockFile
 */
async function takeAway(lockFile) {
  const aside = `${lockFile}-${process.pid}`;
  try {
    await rename(lockFile, aside);
  } catch {
    return;
  }
  if (await isAbandoned(aside)) await rm(aside, { force: true });
  else await rename(aside, lockFile);
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return /** @type {NodeJS.ErrnoException} */ (failure).code === 'EPERM';
  }
}

function owner() {
  return `${process.pid} ${hostname()}`;
}
