import { join } from 'node:path';
import { build, type InlineConfig, mergeConfig, type Rolldown } from 'vite';

export const repository = join(import.meta.dirname, '../..');

/** The plugin API's name, as plugins import it. */
export const pluginApi = 'boule-bleue';

/** What the parts of the build have in common: sources, decorators (from tsconfig.json) and source maps. */
const common: InlineConfig = {
  configFile: false,
  root: repository,
  publicDir: false,
  logLevel: 'warn',
  build: {
    emptyOutDir: true,
    copyPublicDir: false,
    sourcemap: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
};

/** Runs one build and returns the files written. */
export async function bundle(config: InlineConfig): Promise<Rolldown.OutputChunk[]> {
  const results = await build(mergeConfig(common, config));
  if ('on' in results) throw new Error('A build was asked for, not a watcher');
  return [results].flat().flatMap((result) => result.output.filter((file) => file.type === 'chunk'));
}

/** Modules of ours that import the plugin API by its name, outside the plugins. */
export const pluginApiAlias = { [pluginApi]: join(repository, 'core/index.ts') };

/** Importing a module of core does nothing by itself, so that one word from the plugin API costs a panel just that word. */
export const windowTreeShaking = { moduleSideEffects: [{ test: /[\\/]core[\\/].*\.ts$/, external: false, sideEffects: false }] };
