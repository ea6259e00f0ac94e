/** What plugins cost that are installed and not used: the start with none of them beside the start with 100 and with 1,000. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct, withTemporaryFolder } from '../process.ts';
import { type Comparison, inTurn } from '../statistics.ts';
import { timeToPage } from '../time-to-page.ts';

const rounds = 9;

export async function compareInstalled(): Promise<Comparison[]> {
  return [await compareWith(100), { ...(await compareWith(1_000)), aimMore: 50 }];
}

async function compareWith(count: number): Promise<Comparison> {
  return withTemporaryFolder((empty) =>
    withTemporaryFolder(async (full) => {
      await install(join(full, 'plugins'), count);
      const [ours, baseline] = await inTurn(
        rounds,
        () => timeToPage(() => startProduct(full)),
        () => timeToPage(() => startProduct(empty)),
      );
      return { what: `plugins: start to the page, ${count} installed`, unit: 'ms', ours, baseline, beside: 'none installed' };
    }),
  );
}

/** As `plugins add` leaves them behind. */
async function install(folder: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `inactive-${index}`);
  const version = { version: '1.0.0', folder: '1.0.0-0000', integrity: 'sha512-0000' };
  for (const id of ids) await writePackage(join(folder, id, version.folder), id);
  const plugins = ids.map((id) => ({ id, packageName: id, source: id, current: version }));
  await writeFile(join(folder, '.installed.json'), JSON.stringify({ format: 1, plugins }));
}

async function writePackage(folder: string, id: string): Promise<void> {
  const manifest = {
    name: id,
    version: '1.0.0',
    type: 'module',
    displayName: '%name%',
    engines: { 'boule-bleue': '^1.0.0' },
    main: './plugin.js',
    contributes: {
      commands: ['first', 'second'].map((command) => ({ command: `${id}.${command}`, title: `%${command}%` })),
      panels: [{ id: `${id}.panel`, title: '%panel%', icon: '$(book)', module: './panel.js', element: `${id}-panel` }],
      configuration: { title: '%name%', properties: { [`${id}.setting`]: { type: 'string', default: '', description: '%setting%' } } },
    },
  };
  const strings = { name: `Extension ${id}`, first: 'Première commande', second: 'Seconde commande', panel: 'Panneau', setting: 'Réglage' };
  const files = {
    'package.json': JSON.stringify(manifest),
    'plugin.js': 'export default class { activate() {} }',
    'panel.js': `customElements.define('${id}-panel', class extends HTMLElement {});`,
    'locales/fr.json': JSON.stringify(strings),
    'locales/en.json': JSON.stringify(strings),
  };
  await mkdir(join(folder, 'locales'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}
