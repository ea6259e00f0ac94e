import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { Rolldown } from 'vite';
import { bundle, pluginApi, pluginApiAlias, repository } from './bundle.ts';

/** Hold compiled code per platform, found beside them in node_modules at run time. */
const nativeModules = ['@napi-rs/keyring', '@vscode/os-proxy-resolver'];

/**
 * One build for the host and for the plugin API that plugins import, so that both share their chunks:
 * a class has to be the same class on either side.
 */
export async function buildHost(outputFolder: string): Promise<void> {
  await bundle({
    resolve: { alias: pluginApiAlias },
    plugins: [commonJsPaths],
    ssr: { noExternal: true, external: nativeModules },
    build: {
      outDir: outputFolder,
      ssr: true,
      target: 'node26',
      minify: false,
      rolldownOptions: {
        input: { main: join(repository, 'scripts/build/entries/host.ts'), [pluginApi]: join(repository, 'core/index.ts') },
        external: [...nativeModules, ...builtinModules, /^node:/],
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          comments: { legal: false },
        },
      },
    },
  });
}

/** Some CommonJS packages look for files beside themselves; an ES module has no such variables. */
const commonJsPaths: Rolldown.Plugin = {
  name: 'commonjs-paths',
  renderChunk(code) {
    if (!/\b__(dirname|filename)\b/.test(code)) return null;
    const declarations = 'const __dirname = import.meta.dirname;const __filename = import.meta.filename;';
    return { code: `${declarations}${code}`, map: null };
  },
};
