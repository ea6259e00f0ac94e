import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { TreeItem } from '../../../core/views/tree-view.ts';
import { findAccessibilityViolations } from '../../support/axe.ts';
import { openView, viewPanel } from '../../support/workbench-host/view-panel.ts';
import { type OpenOptions, useWorkbench } from '../../support/workbench-host/workbench-fixture.ts';

const { open } = useWorkbench();
const openTree = (items: readonly TreeItem[], options?: OpenOptions) => openView(open, 'tree', { items }, options);

const offices: readonly TreeItem[] = [
  {
    id: 'lyon',
    label: 'Lyon',
    icon: '$(home)',
    children: [
      { id: 'zoe', label: 'Zoé', command: 'sample.open', args: { id: 'zoe' } },
      { id: 'karim', label: 'Karim', actions: [{ title: 'Retirer', icon: '$(trash)', command: 'sample.remove', args: { id: 'karim' } }] },
    ],
  },
  { id: 'paris', label: 'Paris', isExpanded: true, children: [{ id: 'lea', label: 'Léa', description: 'trésorière' }] },
  { id: 'nantes', label: 'Nantes', loadCommand: { command: 'sample.load', args: { office: 'nantes' } } },
];

const node = (page: Page, name: string) => page.getByRole('treeitem', { name, exact: true });
const names = (page: Page) => page.getByRole('treeitem').evaluateAll((nodes) => nodes.map((element) => element.ariaLabel));
const focused = (page: Page) => page.locator('.row:focus').getAttribute('data-row');

async function press(page: Page, key: string, expected: string): Promise<void> {
  await page.keyboard.press(key);
  await expect.poll(() => focused(page), { message: key }).toBe(expected);
}

describe('a tree', () => {
  test('is open where the plugin says so, until the user says otherwise', async () => {
    const { page, host } = await openTree(offices);
    expect(await names(page)).toEqual(['Lyon', 'Paris', 'Léa, trésorière', 'Nantes']);
    await node(page, 'Lyon').click();
    await node(page, 'Paris').click();
    const opened = ['Lyon', 'Zoé', 'Karim', 'Paris', 'Nantes'];
    await expect.poll(() => names(page)).toEqual(opened);
    host.publish(viewPanel, { items: [...offices, { id: 'brest', label: 'Brest' }] });
    await expect.poll(() => names(page)).toEqual([...opened, 'Brest']);
  });

  test('runs the commands of its nodes and of their buttons', async () => {
    const { page, host } = await openTree(offices);
    await node(page, 'Lyon').click();
    await node(page, 'Zoé').click();
    await node(page, 'Karim').getByRole('button', { name: 'Retirer' }).click();
    expect(host.callsOf('executeCommand')).toEqual([
      ['sample.open', { id: 'zoe' }],
      ['sample.remove', { id: 'karim' }],
    ]);
  });

  test('asks for children when a node is first opened, and again after a failure', async () => {
    const { page, host } = await openTree(offices);
    host.commandAnswers.set('sample.load', () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Nantes ne répond pas.' }));
    await node(page, 'Nantes').click();
    await page.getByText('Nantes ne répond pas.').waitFor();
    await node(page, 'Nantes').click();
    host.commandAnswers.set('sample.load', () => {
      host.publish(viewPanel, {
        items: [{ id: 'nantes', label: 'Nantes', loadCommand: { command: 'sample.load' }, children: [{ id: 'luc', label: 'Luc' }] }],
      });
      return { ok: true, value: null };
    });
    await node(page, 'Nantes').click();
    await node(page, 'Luc').waitFor();
    expect(host.callsOf('executeCommand')).toEqual(Array(2).fill(['sample.load', { office: 'nantes' }]));
  });

  test('is walked through as WAI-ARIA says', async () => {
    const { page, host } = await openTree(offices);
    await node(page, 'Lyon').focus();
    await press(page, 'ArrowRight', 'lyon');
    await node(page, 'Zoé').waitFor();
    await press(page, 'ArrowRight', 'zoe');
    await press(page, 'ArrowRight', 'zoe');
    await press(page, 'ArrowLeft', 'lyon');
    await press(page, 'ArrowLeft', 'lyon');
    await node(page, 'Zoé').waitFor({ state: 'detached' });
    await press(page, 'ArrowLeft', 'lyon');
    await press(page, 'End', 'nantes');
    await press(page, 'Home', 'lyon');
    await press(page, 'ArrowDown', 'paris');
    await press(page, 'l', 'lea');
    await press(page, 'ArrowUp', 'paris');
    host.commandAnswers.set('sample.load', () => ({ ok: true, value: null }));
    await press(page, '*', 'paris');
    await node(page, 'Zoé').waitFor();
    expect(await node(page, 'Nantes').getAttribute('aria-expanded')).toBe('true');
    await press(page, 'Home', 'lyon');
    await press(page, 'ArrowDown', 'zoe');
    await page.keyboard.press('Enter');
    await expect.poll(() => host.callsOf('executeCommand').at(-1)).toEqual(['sample.open', { id: 'zoe' }]);
    await press(page, 'ArrowDown', 'karim');
    await page.keyboard.press('Tab');
    await page.keyboard.press(' ');
    await expect.poll(() => host.callsOf('executeCommand').at(-1)).toEqual(['sample.remove', { id: 'karim' }]);
  });

  test('tells levels, places and what is open', async () => {
    const { page } = await openTree(offices);
    await node(page, 'Lyon').click();
    await expect(page.getByRole('tree', { name: 'Salariés' }).ariaSnapshot()).resolves.toMatch(/treeitem "Zoé" \[level=2\]/);
    const attributes = ['aria-level', 'aria-posinset', 'aria-setsize', 'aria-expanded'];
    const read = (name: string) => Promise.all(attributes.map((attribute) => node(page, name).getAttribute(attribute)));
    expect(await read('Lyon')).toEqual(['1', '1', '3', 'true']);
    expect(await read('Karim')).toEqual(['2', '2', '2', null]);
    expect(await read('Nantes')).toEqual(['1', '3', '3', 'false']);
  });

  test('of ten thousand nodes is drawn as far as it is seen, and keeps the focus', async () => {
    const children = Array.from({ length: 10_000 }, (_, index) => ({ id: `n${index}`, label: `Nœud ${index}` }));
    const { page, host } = await openTree([{ id: 'root', label: 'Racine', isExpanded: true, children }]);
    await node(page, 'Racine').focus();
    expect(await page.getByRole('treeitem').count()).toBeLessThan(100);
    await press(page, 'End', 'n9999');
    host.publish(viewPanel, { items: [{ id: 'root', label: 'Racine', children: children.slice(1) }] });
    await expect.poll(() => node(page, 'Nœud 9999').getAttribute('aria-setsize')).toBe('9999');
    expect(await focused(page)).toBe('n9999');
    await press(page, 'ArrowLeft', 'root');
  });
});

test.each(['light', 'dark', 'high-contrast', 'high-contrast-light'])(
  'axe finds nothing wrong with a tree in the theme %s',
  async (theme) => {
    const { page } = await openTree([...offices, { id: 'x', label: 'Choisi', isSelected: true, badge: '3', description: 'ici' }], {
      reducedMotion: 'reduce',
      snapshot: { settings: { 'workbench.colorTheme': theme } },
    });
    await node(page, 'Lyon').click();
    await node(page, 'Zoé').waitFor();
    expect(await findAccessibilityViolations(page)).toEqual([]);
  },
);
