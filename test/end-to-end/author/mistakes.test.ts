/** What an author reads of everyday mistakes in the main half, in the terminal and the list of plugins. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { runCommandLine } from './plugin-folder.ts';

const manifest = {
  name: 'mistaken',
  version: '1.0.0',
  type: 'module',
  displayName: 'Étourdie',
  engines: { 'boule-bleue': '^1.0.0' },
  main: './plugin.js',
  activationEvents: ['onStartup'],
};

let folder: string;
let product: StartedProduct;

const save = (text: string) => writeFile(join(folder, 'plugin.js'), text);
const told = (text: string) => vi.waitFor(() => expect(product.stderr()).toContain(text));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mistakes-'));
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await save('export default class Mistaken {\n  activate( {\n    return 1;\n  }\n}\n');
  product = await startProduct({ options: ['--plugin', folder] });
});

afterAll(async () => {
  await product?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a syntax error is told with its place', async () => {
  await told('SyntaxError: Unexpected number (plugin.js:3:12)');
  const { stdout } = await runCommandLine(['plugins', 'list', '--data-dir', product.dataFolder]);
  expect(stdout).toContain('SyntaxError: Unexpected number (plugin.js:3:12)');
});

test('a throw is told with its place, as soon as it is saved', async () => {
  await save('export default class Mistaken {\n  activate() {\n    undefined.x;\n  }\n}\n');
  await told("TypeError: Cannot read properties of undefined (reading 'x') (plugin.js:3:15)");
});

test('an expected failure is told in its own words', async () => {
  await save('export default 1;\n');
  await told('À corriger :\nLe module principal de l’extension mistaken n’exporte pas de classe.');
});

test('what fails after it was saved sound is told again', async () => {
  await save('export default class Mistaken {\n  activate() {}\n}\n');
  await save("import { nothing } from 'boule-bleue';\nexport default class Mistaken {\n  activate() {}\n}\n");
  await told("does not provide an export named 'nothing' (plugin.js:1)");
});
