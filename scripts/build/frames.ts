import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pluginApi, pluginApiAlias, repository } from './bundle.ts';
import { compressFolder } from './compress.ts';
import { buildScript, sharedModules } from './workbench.ts';

const sourceFolder = join(repository, 'host/panel-frame');
const entry = join(repository, 'scripts/build/entries/panel-frame.ts');

/** Builds what the frames of strangers' panels share: their page, the script that runs in them, and the plugin API. */
export async function buildFrames(outputFolder: string): Promise<void> {
  const script = await buildScript('panel-frame', entry, outputFolder);
  const api = await buildScript(pluginApi, pluginApiAlias[pluginApi], outputFolder);
  const shared = (await sharedModules()).map((name) => [name, `./shared/${script.fileName}`]);
  const imports = Object.fromEntries([...shared, [pluginApi, `./shared/${api.fileName}`]]);
  const template = await readFile(join(sourceFolder, 'index.html'), 'utf8');
  const placeholder = '<script type="module" src="./main.ts"></script>';
  if (!template.includes(placeholder)) throw new Error(`host/panel-frame/index.html lacks ${placeholder}`);
  const tags = `<script type="importmap">${JSON.stringify({ imports })}</script>\n    <script type="module" src="./shared/${script.fileName}"></script>`;
  await writeFile(join(outputFolder, 'panel-frame.html'), template.replace(placeholder, tags));
  await compressFolder(outputFolder);
}
