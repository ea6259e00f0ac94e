import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { TableRow, TableView } from '../../../core/views/table-view.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { openView, viewPanel } from '../../support/workbench-host/view-panel.ts';
import { type OpenOptions, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();
const openTable = (view: TableView, options?: OpenOptions) => openView(open, 'table', view, options);

const columns: TableView['columns'] = [
  { id: 'name', label: 'Nom' },
  { id: 'hours', label: 'Heures', kind: 'number' },
  { id: 'since', label: 'Depuis', kind: 'date' },
  { id: 'state', label: 'Dossier', kind: 'state' },
  { id: 'note', label: 'Remarque', isSortable: false },
];
const row = (id: string, name: string, hours: number, since: string, severity: 'error' | 'success', label: string): TableRow => ({
  id,
  cells: { name, hours, since, state: { severity, label } },
  actions: [{ title: `Ouvrir ${name}`, icon: '$(go-to-file)', command: 'sample.open', args: { id } }],
});
const rows = [
  row('z', 'Zoé', 35, '2026-03-19', 'success', 'complet'),
  row('e', 'Élodie', 7.5, '2024-12-01', 'error', 'incomplet'),
  row('k', 'Karim', 120, '2025-06-30', 'success', 'complet'),
];
const many = (count: number): TableRow[] =>
  Array.from({ length: count }, (_, index) => row(`r${index}`, `Nom ${index}`, index, '2026-01-01', 'success', 'ok'));

const names = (page: Page) =>
  page.locator('tbody tr[data-row]').evaluateAll((all) => all.map((tr) => tr.querySelector('td')?.textContent?.trim()));
const header = (page: Page, name: string) => page.getByRole('columnheader', { name });

describe('a table', () => {
  test('shows cells as the language writes them', async () => {
    const { page } = await openTable({ columns, rows });
    await page.getByRole('table', { name: 'Salariés' }).waitFor();
    await page.getByRole('row', { name: 'Élodie 7,5 01/12/2024 incomplet' }).waitFor();
  });

  test('is sorted by its headings, and stays so when it is published anew', async () => {
    const { page, host } = await openTable({ columns, rows, sort: { column: 'hours', isDescending: true } });
    expect(await names(page)).toEqual(['Karim', 'Zoé', 'Élodie']);
    expect(await header(page, 'Heures').getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Nom' }).click();
    await expect.poll(() => names(page)).toEqual(['Élodie', 'Karim', 'Zoé']);
    await page.getByText('Trié par Nom, ordre croissant').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: 'Nom' }).press('Enter');
    await expect.poll(() => names(page)).toEqual(['Zoé', 'Karim', 'Élodie']);
    expect(await header(page, 'Nom').getAttribute('aria-sort')).toBe('descending');
    host.publish(viewPanel, { columns, rows: [...rows, row('l', 'Léa', 1, '2020-01-01', 'success', 'complet')] });
    await expect.poll(() => names(page)).toEqual(['Zoé', 'Léa', 'Karim', 'Élodie']);
    expect(await page.getByRole('button', { name: 'Remarque' }).count()).toBe(0);
  });

  test('runs rows’ commands by mouse and by keyboard, one row’s buttons at a time', async () => {
    const { page, host } = await openTable({ columns, rows });
    await page.getByRole('button', { name: 'Ouvrir Élodie' }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('tr:focus-within').getAttribute('data-row')).toBe('k');
    await page.keyboard.press('Enter');
    await expect.poll(() => host.callsOf('executeCommand')).toEqual([['sample.open', { id: 'k' }]]);
    await page.keyboard.press('Tab');
    expect(await page.locator('tr:focus-within').count()).toBe(0);
  });

  test('is found in, and offered as a file of what is found', async () => {
    const bad = row('x', '=HYPERLINK("http://evil")', 1, '2026-01-01', 'success', 'complet');
    const { page } = await openTable({ columns, rows: [...rows, bad], hasSearch: true, canExport: true, sort: { column: 'name' } });
    await page.getByRole('searchbox', { name: 'Rechercher' }).fill('complet 2026');
    await expect.poll(() => names(page)).toHaveLength(2);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Exporter en CSV' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('Salariés.csv');
    const text = await readFile(await file.path(), 'utf8');
    expect(text.split('\r\n')).toEqual([
      '\uFEFFNom;Heures;Depuis;Dossier;Remarque',
      `"'=HYPERLINK(""http://evil"")";1;2026-01-01;complet;`,
      'Zoé;35;2026-03-19;complet;',
      '',
    ]);
  });
});

test('ten thousand rows are drawn as far as they are seen, below a heading that stays', async () => {
  const { page, host } = await openTable({ columns, rows: many(10_000) });
  await page.getByRole('button', { name: 'Ouvrir Nom 0' }).focus();
  expect(await page.locator('tbody tr[data-row]').count()).toBeLessThan(100);
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  const top = (await header(page, 'Nom').boundingBox())?.y;
  await page.keyboard.press('End');
  await expect.poll(() => page.locator('tr:focus-within').getAttribute('aria-rowindex')).toBe('10001');
  expect((await header(page, 'Nom').boundingBox())?.y).toBe(top);
  const widths = await page.locator('thead th').evaluateAll((all) => all.map(({ clientWidth }) => clientWidth));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await expect.poll(() => page.locator('tr:focus-within').getAttribute('aria-rowindex')).toBe('2');
  const first = await page.locator('tr:focus-within').boundingBox();
  const heading = await page.locator('thead').boundingBox();
  expect(first?.y).toBeGreaterThanOrEqual((heading?.y ?? 0) + (heading?.height ?? 0) - 1);
  expect(await page.locator('thead th').evaluateAll((all) => all.map(({ clientWidth }) => clientWidth))).toEqual(widths);
  await page.locator('.viewport').evaluate((viewport) => viewport.scrollTo({ top: 150_000 }));
  await page.getByText('Nom 5000').waitFor();
  host.publish(viewPanel, { columns, rows: many(10_000).map((one) => ({ ...one, cells: { ...one.cells, note: 'neuf' } })) });
  await page.getByText('neuf').first().waitFor();
  expect(await page.locator('.viewport').evaluate(({ scrollTop }) => scrollTop)).toBe(150_000);
  await expect.poll(() => page.locator('tr:focus-within').getAttribute('data-row')).toBe('r0');
});

describe.each(['light', 'dark', 'high-contrast', 'high-contrast-light'])('in the theme %s', (theme) => {
  test.each([1_024, 512])('axe finds nothing wrong with a table %d pixels wide', async (width) => {
    const { page } = await openTable(
      { columns, rows, hasSearch: true, canExport: true, sort: { column: 'name' } },
      { viewport: { width, height: width * 0.75 }, reducedMotion: 'reduce', snapshot: { settings: { 'workbench.colorTheme': theme } } },
    );
    await page.getByText('Zoé', { exact: true }).waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  });
});
