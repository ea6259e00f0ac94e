/** Servers that mean harm, or answer what nobody should believe, and the window that shows what came of it. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ServerFault } from '../../servers/server-faults.ts';
import { stretched } from '../../support/time-bounds.ts';
import { expectVisible } from '../expect-visible.ts';
import { Office } from '../office.ts';

const script = '<img src=x onerror="globalThis.harmed=1"><script>globalThis.harmed=1</script>';

/** Where the window went by itself, and whether anything foreign ran in it. */
function watch(page: Page) {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  const foreign = () => [...new Set(asked)].filter((origin) => origin !== new URL(page.url()).origin && origin !== 'null');
  return { foreign, harmed: () => page.evaluate('globalThis.harmed') };
}

/** Most memory that the process ever held, in megabytes. */
async function peakMegabytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

describe('a server', () => {
  it('whose answers hold pages, scripts and endless words shows in sentences, as text', async () => {
    await using office = await Office.open();
    const { page, impactEmploi } = office;
    const { foreign, harmed } = watch(page);
    await expectVisible(office.ball('connecté'));
    impactEmploi.behaviour.authentication = { kind: 'redirect', location: `/${'a'.repeat(10_000)}?${encodeURIComponent(script)}` };
    await office.choose('connecté', "Relancer l'authentification auprès du serveur");
    await office.choose('échec de la connexion', 'Paramètres de connexion');
    await expectVisible(page.getByText(/aaaa/));
    const shown = await page
      .getByText(/aaaa/)
      .filter({ visible: true })
      .evaluateAll((found) =>
        found.map((element) => ({ length: element.textContent?.length ?? 0, right: element.getBoundingClientRect().right })),
      );
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThan(1_000);
    expect(Math.max(...shown.map(({ right }) => right))).toBeLessThanOrEqual(1_024);
    expect(await harmed()).toBeUndefined();
    expect(foreign()).toEqual([]);
  });

  it.skipIf(process.platform !== 'linux')('that sends 200 MB costs no memory, and the window says what is wrong', async () => {
    await using office = await Office.open();
    const { page, impactEmploi, netEntreprises, product } = office;
    await expectVisible(office.ball('connecté'));
    const before = await peakMegabytes(product.processId);
    const flood: ServerFault = { kind: 'huge', bytes: 200 * 1024 * 1024 };
    impactEmploi.behaviour.authentication = flood;
    impactEmploi.behaviour.updates = flood;
    netEntreprises.behaviour.authentication = flood;
    await office.choose('connecté', "Relancer l'authentification auprès du serveur");
    await expectVisible(office.ball('échec de la connexion'));
    await office.choose('échec de la connexion', 'Paramètres de connexion');
    await page.getByRole('button', { name: "Tester l'accès aux serveurs", exact: true }).click();
    await expectVisible(page.getByRole('region', { name: 'Résultat du test' }).getByText(/./).first(), 25_000);
    await office.choose('échec de la connexion', 'Lisez-moi');
    expect((await peakMegabytes(product.processId)) - before).toBeLessThan(100);
  });

  it('that never answers keeps nobody from stopping the test, nor the host from ending', async () => {
    await using office = await Office.open();
    const { page, impactEmploi, product } = office;
    await expectVisible(office.ball('connecté'));
    impactEmploi.behaviour.authentication = { kind: 'hang' };
    impactEmploi.behaviour.updates = { kind: 'drip', intervalMs: 100 };
    await office.choose('connecté', 'Paramètres de connexion');
    await page.getByRole('button', { name: "Tester l'accès aux serveurs", exact: true }).click();
    await page.getByRole('button', { name: /Annuler/ }).click();
    await expectVisible(page.getByRole('button', { name: "Tester l'accès aux serveurs", exact: true }));
    await office.choose('connecté', "Relancer l'authentification auprès du serveur");
    await expect.poll(() => impactEmploi.openConnections).toBeGreaterThan(0);
    const began = performance.now();
    expect((await product.stop()).exitCode).toBe(0);
    expect(performance.now() - began).toBeLessThan(await stretched(2_000));
  });
});

describe('release notes', () => {
  const hostile = [
    '# V.3.00.99 / 1 avril 2026',
    script,
    '[un lien](javascript:globalThis.harmed=1) [un autre](data:text/html,<script>harmed=1</script>) [une commande](command:assistance.activate)',
    '![une image](https://ailleurs.example/pixel.png)',
    '<iframe src="https://ailleurs.example/"></iframe><form action="https://ailleurs.example/"><input name=x autofocus onfocus="harmed=1"></form>',
    '<svg onload="globalThis.harmed=1"><style>*{display:none}</style>',
    '```\n</script><script>globalThis.harmed=1</script>\n```',
  ].join('\n\n');

  it('run nothing, fetch nothing and command nothing', async () => {
    await using office = await Office.open();
    const { page, impactEmploi } = office;
    const { foreign, harmed } = watch(page);
    const violations: string[] = [];
    page.on('console', (message) => /Content Security Policy/.test(message.text()) && violations.push(message.text()));
    await expectVisible(office.ball('connecté'));
    impactEmploi.versions = [{ version: '3.00.99', date: '2026-04-01', notes: hostile }, ...impactEmploi.versions];
    await office.choose('connecté', 'Lisez-moi');
    const search = page.getByRole('button', { name: 'Rechercher', exact: true });
    await expect.poll(() => search.getAttribute('aria-disabled')).not.toBe('true');
    await search.click();
    const list = page.getByRole('list', { name: 'Versions' }).or(page.getByRole('listbox', { name: 'Versions' }));
    await list
      .getByText(/3\.00\.99/)
      .first()
      .click();
    await expectVisible(page.getByRole('article').getByText('une image'));
    for (const name of ['un lien', 'un autre', 'une commande']) {
      const link = page.getByRole('article').getByText(name, { exact: false }).first();
      await link.click();
    }
    expect(await harmed()).toBeUndefined();
    expect(foreign()).toEqual([]);
    expect(violations).toEqual([]);
    await expectVisible(office.ball('connecté'));
  });
});
