import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { bundle, repository } from './bundle.ts';

/** A bundle of its own: the host loads it for `--demo` alone, and shares nothing with it. */
export async function buildDemo(outputFolder: string): Promise<void> {
  await bundle({
    ssr: { noExternal: true },
    build: {
      outDir: outputFolder,
      ssr: true,
      target: 'node26',
      minify: false,
      rolldownOptions: {
        input: { demo: join(repository, 'test/servers/demo/demo.ts') },
        external: [...builtinModules, /^node:/],
        output: { format: 'es', entryFileNames: '[name].js', comments: { legal: false } },
      },
    },
  });
}
