import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PanelItem } from '../../../core/protocol/window-protocol.ts';
import { PageIconReader } from './page-icons.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'page-icons-'));
  await writeFile(join(folder, 'plug.svg'), '<svg id="plug"></svg>');
});

afterEach(() => rm(folder, { recursive: true }));

const panelWith = (icon: string) => ({ icon }) as PanelItem;

test('the page carries each codicon of the parts seen first, once', async () => {
  const icons = await new PageIconReader(folder).read({
    panels: [panelWith('$(plug)'), panelWith('$(plug~spin)')],
    menus: { ball: [{ title: 'Connexion', icon: '$(plug)', group: '', order: 0 }] },
  });
  expect(icons).toEqual({ plug: '<svg id="plug"></svg>' });
});

test.each(['$(unheard-of)', '$(../page-icons)', '$(..)', '/plugins/hello/icon.svg', ''])('%s is left to the window', async (icon) => {
  expect(await new PageIconReader(folder).read({ panels: [panelWith(icon)] })).toEqual({});
});
