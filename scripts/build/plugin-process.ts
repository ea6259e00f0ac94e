import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { bundle, pluginApi, pluginApiAlias, repository } from './bundle.ts';

/**
 * What runs in the processes of isolated plugins, with a plugin API of its own. They can read this folder and their plugin's alone,
 * so it shares nothing with the host's.
 */
export async function buildPluginProcess(outputFolder: string): Promise<void> {
  await bundle({
    resolve: { alias: pluginApiAlias },
    ssr: { noExternal: true },
    build: {
      outDir: outputFolder,
      ssr: true,
      target: 'node26',
      minify: false,
      rolldownOptions: {
        input: { main: join(repository, 'host/plugin-process/main.ts'), [pluginApi]: join(repository, 'core/index.ts') },
        external: [...builtinModules, /^node:/],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', comments: { legal: false } },
      },
    },
  });
}
