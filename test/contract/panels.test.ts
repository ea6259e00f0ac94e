import { relative } from 'node:path';
import type { Language, Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ElementPanelContribution } from '../../core/manifest/manifest.ts';
import type { Strings } from '../architecture/strings.ts';
import { findAccessibilityViolations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { PanelPage, type PanelPageOptions } from '../support/panel-page/panel-page.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins, type PluginFolder, repository, sourceOf } from './plugin-folders.ts';
import { settled } from './wait.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const panels = findPlugins().flatMap((plugin) =>
  plugin.manifest.contributes.panels.filter((panel) => panel.view === undefined).map((panel) => ({ ...panel, plugin })),
);
const readers = [
  { language: 'fr', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'fr', theme: 'high-contrast' },
] as const;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describe.each(panels)('$id', (contribution) => {
  test.each(readers)('is drawn in $language, $theme, before and after it has a state', async (reader) => {
    await using host = await ContractHost.open({ plugins: [contribution.plugin] });
    const strings = host.parts.strings.all(contribution.plugin.manifest.id, reader.language);
    await using panel = await openPanel(host, contribution, { ...reader, strings });
    expect(await findFaults(panel, strings)).toEqual([]);
    await panel.setState(await publishedState(host, contribution, reader.language));
    expect(await findFaults(panel, strings)).toEqual([]);
  });
});

type Panel = ElementPanelContribution & { readonly plugin: PluginFolder };

type Reader = Required<Pick<PanelPageOptions, 'language' | 'theme' | 'strings'>>;

function openPanel({ parts }: ContractHost, { plugin, module, element }: Panel, reader: Reader): Promise<PanelPage> {
  return PanelPage.open(browser, {
    ...reader,
    module: relative(repository, sourceOf(plugin.location, module)),
    element,
    run: (command, args, signal) => parts.runner.run(command, args, reader.language, signal),
  });
}

async function publishedState({ parts }: ContractHost, { id }: Panel, language: Language): Promise<Serialisable> {
  await parts.shell.plugins.activateByEvent(`onPanel:${id}`);
  await settled(() => parts.states.get(id) !== undefined);
  return parts.panelState(id, language) ?? null;
}

/** What is wrong with a panel as it stands: it draws nothing, shows keys for sentences, shuts somebody out, or complains. */
async function findFaults({ page, complaints }: PanelPage, strings: Strings): Promise<readonly string[]> {
  const shown = await page.locator('main').ariaSnapshot();
  const topics = new Set(Object.keys(strings).map((key) => key.split('.')[0]));
  const dotted = shown.match(/[a-z][\w-]*(?:\.[\w-]+)+/g) ?? [];
  const keys = dotted.filter((words) => topics.has(words.split('.')[0]));
  return [...(shown === '' ? ['It draws nothing'] : []), ...keys, ...complaints, ...(await findAccessibilityViolations(page, 'main'))];
}
