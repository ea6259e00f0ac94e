/** The examples as their authors' users get them: built, tested, followed in development, packed and installed. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtExamples } from '../../support/built-parts.ts';
import { launchChromium } from '../../support/chromium.ts';
import { startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from './plugin-folder.ts';

const run = promisify(execFile);
const repository = join(import.meta.dirname, '../../..');
const nodeModules = join(repository, 'node_modules');

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'examples-'));
  for (const name of ['hello', 'echeances-dsn'])
    await cp(join(repository, 'examples', name), join(root, name), { recursive: true, filter: isSource });
  const dsn = join(root, 'echeances-dsn');
  // What `plugins types`, `npm install` and `npm run build` do.
  await runCommandLine(['plugins', 'types', dsn]);
  await symlink(nodeModules, join(root, 'node_modules'), 'junction');
  await run(process.execPath, [join(nodeModules, 'typescript/bin/tsc'), '-p', dsn]);
  await run(process.execPath, [join(nodeModules, 'vite/bin/vite.js'), 'build', '--logLevel', 'error'], { cwd: dsn });
});

afterAll(() => rm(root, { recursive: true, force: true }));

const isSource = (path: string) => !/[\\/](dist|types|node_modules)$/.test(path);

describe.each([
  { name: 'hello', title: 'Bonjour', use: greet, tick: 'Nom du cabinet' },
  { name: 'echeances-dsn', title: 'Échéances DSN', use: markAsFiled, tick: 'Échéances DSN' },
])('$name', ({ name, title, use, tick }) => {
  test('passes the test of plugins', { timeout: 120_000 }, async () => {
    const { exitCode, stdout } = await runCommandLine(['plugins', 'test', join(root, name), '--json']);
    // On a busy computer everything is slow.
    const findings = JSON.parse(stdout).findings.filter(({ code }: { code: string }) => code !== 'activation.slow');
    expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
  });

  test('does its work as a plugin under development', async () => {
    await using product = await startProduct({ options: ['--demo', '--plugin', join(root, name)] });
    await inWindow(product.url, async (page) => {
      await openPanel(page, title);
      await use(page);
      await expectTick(page, tick);
    });
  });

  test('does the same as a package that was added', async () => {
    const packed = await pack(name);
    await using product = await startProduct({ options: ['--demo'] });
    const added = await runCommandLine(['plugins', 'add', packed, '--yes', '--data-dir', product.dataFolder]);
    expect(added).toMatchObject({ exitCode: 0 });
    await inWindow(product.url, async (page) => {
      await openPanel(page, title);
      await use(page);
      await expectTick(page, tick);
    });
  });
});

test('retours-crm-pas passes the test of plugins', { timeout: 120_000 }, async () => {
  const folder = join(root, 'retours-crm-pas');
  await cp(join(await builtExamples(), 'retours-crm-pas'), folder, { recursive: true });
  const { exitCode, stdout } = await runCommandLine(['plugins', 'test', folder, '--json']);
  const findings = JSON.parse(stdout).findings.filter(({ code }: { code: string }) => code !== 'activation.slow');
  expect({ exitCode, findings }).toEqual({ exitCode: 0, findings: [] });
});

async function pack(name: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', root], {
    cwd: join(root, name),
    shell: process.platform === 'win32',
  });
  const [{ filename }] = JSON.parse(stdout);
  return join(root, filename);
}

async function inWindow(url: string, work: (page: Page) => Promise<void>): Promise<void> {
  await using browser = await launchChromium();
  const page = await browser.newPage({ locale: 'fr-FR' });
  await page.goto(url);
  // The release notes open by themselves, once, and would come to the front in the middle of what follows.
  await expectVisible(page.getByRole('tab', { name: 'Lisez-moi' }));
  await work(page);
}

async function openPanel(page: Page, name: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Barre d’activité' }).getByRole('button', { name }).click();
  await expectVisible(page.getByRole('tabpanel', { name }));
}

async function greet(page: Page): Promise<void> {
  const panel = page.frameLocator('iframe[title="Bonjour"]');
  await panel.getByRole('textbox', { name: 'Votre nom' }).fill('Zoé');
  await panel.getByRole('button', { name: 'Dire bonjour' }).click();
  await expectVisible(page.getByText('Bonjour Zoé !'));
  await expectVisible(panel.getByText('Un bonjour.'));
}

async function markAsFiled(page: Page): Promise<void> {
  const panel = page.frameLocator('iframe[title="Échéances DSN"]');
  const late = panel.getByRole('row').filter({ hasText: 'En retard' }).first();
  const month = (await late.getByRole('rowheader').textContent()) ?? '';
  await late.getByRole('checkbox').check();
  const filed = panel.getByRole('row').filter({ has: panel.getByRole('rowheader', { name: month }) });
  await expectVisible(filed.getByText('Déposée', { exact: true }));
}

/** Beside the connection's own results, « Tester l'accès aux serveurs » shows the plugin's. */
async function expectTick(page: Page, label: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.getByRole('combobox', { name: 'Palette de commandes' }).fill('Paramètres de connexion');
  await page.getByRole('option', { name: 'Paramètres de connexion' }).first().click();
  await page
    .getByRole('button', { name: 'Tester l’accès aux serveurs' })
    .or(page.getByRole('button', { name: "Tester l'accès aux serveurs" }))
    .click();
  await expectVisible(page.getByRole('tabpanel', { name: 'Paramètres de connexion' }).getByText(label, { exact: true }));
}
