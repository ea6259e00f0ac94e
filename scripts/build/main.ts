/** Builds the product: `node scripts/build/main.ts OUTPUT_FOLDER`. Set-up calls it with a folder that it then puts in place. */
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { buildApiTypes } from './api/declaration-file.ts';
import { repository } from './bundle.ts';
import { buildDemo } from './demo.ts';
import { buildFrames } from './frames.ts';
import { buildHost } from './host.ts';
import { buildPluginProcess } from './plugin-process.ts';
import { buildPlugins } from './plugins.ts';
import { checkBudgets, reportSizes } from './sizes.ts';
import { buildWorkbench } from './workbench.ts';

const outputFolder = resolve(process.argv[2] ?? 'dist');

try {
  const [workbench] = await Promise.all([
    buildWorkbench(join(outputFolder, 'workbench')),
    buildFrames(join(outputFolder, 'frames')),
    buildHost(join(outputFolder, 'host')),
    buildPlugins(join(outputFolder, 'plugins')),
    buildPluginProcess(join(outputFolder, 'plugin-process')),
    buildDemo(join(outputFolder, 'demo')),
    buildApiTypes(join(outputFolder, 'api')),
    cp(join(repository, 'templates'), join(outputFolder, 'templates'), { recursive: true }),
  ]);
  process.stderr.write(await reportSizes(outputFolder));
  checkBudgets(workbench);
} catch (failure) {
  process.stderr.write(`${failure instanceof Error ? failure.message : String(failure)}\n`);
  process.exitCode = 1;
}
