import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { endLike, runToEnd } from './child.js';
import { alone } from './lock.js';
import { nodeRuntime } from './node-runtime.js';
import { inRepository, repository } from './repository.js';
import { SetUpError, say } from './say.js';

/** All that the product is built from. */
const sources = [
  'core',
  'host',
  'plugins',
  'templates',
  'scripts/build',
  'test/servers',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const notASource = /\.test\.ts$|\/node_modules$/;

const product = inRepository('dist');
const stampFile = join(product, '.build-stamp');

/** Builds the product, unless it was built from the same sources already. */
export async function ensureProduct() {
  if (await isFresh(await hashSources())) return;
  await alone(async () => {
    const hash = await hashSources();
    if (!(await isFresh(hash))) await build(hash);
  });
}

/** @param {string} hash */
async function isFresh(hash) {
  return (await readFile(stampFile, 'utf8').catch(() => '')) === hash;
}

async function hashSources() {
  const files = (await Promise.all(sources.map(filesBelow))).flat().sort();
  const contents = await Promise.all(files.map(async (file) => ({ file, content: await readWhatIsThere(file) })));
  const hash = createHash('sha256').update(process.platform);
  for (const { file, content } of contents) hash.update(`\n${file} ${content.length}\n`).update(content);
  return hash.digest('hex');
}

/**
 * Editors make files and remove them again while we look.
 * @param {string} file
 */
async function readWhatIsThere(file) {
  try {
    return await readFile(inRepository(file));
  } catch (failure) {
    if (/** @type {NodeJS.ErrnoException} */ (failure).code === 'ENOENT') return '';
    throw failure;
  }
}

/**
 * @param {string} path a file or folder of the repository
 * @returns {Promise<string[]>} files, named from the repository's folder
 */
async function filesBelow(path) {
  if (notASource.test(path) || !existsSync(inRepository(path))) return [];
  if (!(await stat(inRepository(path))).isDirectory()) return [path];
  const names = await readdir(inRepository(path));
  return (await Promise.all(names.map((name) => filesBelow(`${path}/${name}`)))).flat();
}

/**
 * Builds aside and puts the whole in place at once: nobody ever starts half a product, and a failed build leaves the last one.
 * @param {string} hash
 */
async function build(hash) {
  say({ fr: 'Construction du produit…', en: 'Building the product…' });
  await removeLeftovers();
  const aside = inRepository(`.dist-${process.pid}`);
  const ending = await runToEnd(nodeRuntime(), [inRepository('scripts/build/main.ts'), aside], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (ending.signal !== null) endLike(ending);
  if (ending.code !== 0) {
    await rm(aside, { recursive: true, force: true });
    throw new SetUpError({ fr: 'La construction a échoué : la raison est ci-dessus.', en: 'The build failed: the reason is above.' });
  }
  await writeFile(join(aside, '.build-stamp'), hash);
  await putInPlace(aside);
}

/** @param {string} built */
async function putInPlace(built) {
  const previous = `${built}-previous`;
  try {
    if (existsSync(product)) await renamePatiently(product, previous);
    await renamePatiently(built, product);
  } catch (failure) {
    throw new SetUpError({
      fr: `Le dossier dist ne peut pas être remplacé (${failure}). Arrêtez le Centre de maintenance s’il tourne, puis relancez la commande.`,
      en: `The dist folder can't be replaced (${failure}). Stop the running host, then run the command again.`,
    });
  }
  await rm(previous, { recursive: true, force: true });
}

/**
 * Windows refuses to rename what a virus scanner or another program reads just now.
 * @param {string} from
 * @param {string} to
 */
async function renamePatiently(from, to) {
  const attempts = process.platform === 'win32' ? 20 : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (failure) {
      if (attempt >= attempts) throw failure;
      await setTimeout(250);
    }
  }
}

/** What builds that were killed left behind. */
async function removeLeftovers() {
  const names = (await readdir(repository)).filter((name) => name.startsWith('.dist-'));
  await Promise.all(names.map((name) => rm(inRepository(name), { recursive: true, force: true })));
}
