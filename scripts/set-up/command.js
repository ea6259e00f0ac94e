import { pathToFileURL } from 'node:url';
import { endLike, runToEnd } from './child.js';
import { ensureDependencies } from './dependencies.js';
import { nodeRuntime, productNodeOptions } from './node-runtime.js';
import { ensureProduct } from './product.js';
import { inRepository, isCheckout } from './repository.js';
import { SetUpError } from './say.js';

/** @type {Record<string, { script?: string, built: boolean, nodeOptions?: readonly string[] }>} */
const commands = {
  product: { script: 'dist/host/main.js', built: true, nodeOptions: productNodeOptions },
  build: { built: true },
  check: { script: 'scripts/check.ts', built: false },
  test: { script: 'scripts/test.ts', built: false },
  bench: {
    script: 'bench/main.ts',
    built: true,
    nodeOptions: ['--import', pathToFileURL(inRepository('test/support/register-typescript.ts')).href],
  },
  api: { script: 'scripts/api.ts', built: false },
  screenshots: { script: 'scripts/screenshots.ts', built: true },
};

/**
 * Sets up what a command needs, each part only when it is stale, then hands over to it on the product's own Node
 * and ends as it ends.
 * @param {string} name
 * @param {readonly string[]} args
 */
export async function runCommand(name, args) {
  try {
    await setUpAndRun(name, args);
  } catch (failure) {
    process.stderr.write(`${explain(failure).message}\n`);
    process.exitCode = 1;
  }
}

/**
 * @param {string} name
 * @param {readonly string[]} args
 */
async function setUpAndRun(name, args) {
  const command = commands[name];
  if (command === undefined) throw new SetUpError({ fr: `Commande inconnue : ${name}`, en: `Unknown command: ${name}` });
  if (isCheckout()) {
    await ensureDependencies();
    if (command.built) await ensureProduct();
  }
  if (command.script === undefined) return;
  hideAddresses(args);
  endLike(await runToEnd(nodeRuntime(), [...(command.nodeOptions ?? []), inRepository(command.script), ...args], { stdio: 'inherit' }));
}

/**
 * Other users of the workstation may list arguments, and an address may hold a password.
 * @param {readonly string[]} args
 */
function hideAddresses(args) {
  if (args.some((argument) => /postgres(?:ql)?:/i.test(argument))) process.title = 'boule-bleue';
}

/** @param {unknown} failure */
function explain(failure) {
  if (failure instanceof SetUpError) return failure;
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (failure);
  if (code !== 'EACCES' && code !== 'EROFS') throw failure;
  return new SetUpError({
    fr: `Écriture refusée : ${path}. La première mise en place demande un dossier où l’on peut écrire.`,
    en: `Not allowed to write ${path}. The first set-up needs a folder that can be written to.`,
  });
}
