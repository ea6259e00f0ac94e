import { expect, it } from 'vitest';
import { Office } from './office.ts';

it('draws the window from one script: no codicon is fetched, and no plugin asked, before the first picture', async () => {
  await using office = await Office.open();
  await office.ball('connecté').waitFor();
  const tab = office.page.getByRole('tab', { name: 'Lisez-moi' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  await office.page.waitForLoadState('networkidle');
  const paths: string[] = [];
  office.page.on('request', (request) => paths.push(new URL(request.url()).pathname));
  await office.page.reload({ waitUntil: 'networkidle' });
  await office.ball('connecté').waitFor();
  const scripts = paths.filter((path) => path.endsWith('.js'));
  expect(scripts).toHaveLength(1);
  expect(paths.filter((path) => path.includes('/workbench/icons/'))).not.toContainEqual(expect.stringMatching(/plug|mail|sync|note/));
  expect(paths.filter((path) => path.includes('/plugins/')).every((path) => path.endsWith('.svg'))).toBe(true);
});
