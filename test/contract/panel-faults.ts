import { relative } from 'node:path';
import type { Language, Serialisable } from 'boule-bleue';
import type { Browser } from 'playwright-core';
import type { ElementPanelContribution } from '../../core/manifest/manifest.ts';
import type { Strings } from '../architecture/strings.ts';
import { findAccessibilityViolations } from '../support/axe.ts';
import { PanelPage, type PanelPageOptions } from '../support/panel-page/panel-page.ts';
import { ContractHost } from './contract-host.ts';
import { findPlugins, type PluginFolder, repository, sourceOf } from './plugin-folders.ts';
import { settled } from './wait.ts';

export const panels = findPlugins().flatMap((plugin) =>
  plugin.manifest.contributes.panels.filter((panel) => panel.view === undefined).map((panel) => ({ ...panel, plugin })),
);

export const readers = [
  { language: 'fr', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'fr', theme: 'high-contrast' },
] as const;

/** What is wrong with a panel as somebody sees it, before and after it has a state. */
export async function findPanelFaults(browser: Browser, contribution: Panel, reader: (typeof readers)[number]): Promise<readonly string[]> {
  await using host = await ContractHost.open({ plugins: [contribution.plugin] });
  const strings = host.parts.strings.all(contribution.plugin.manifest.id, reader.language);
  await using panel = await openPanel(browser, host, contribution, { ...reader, strings });
  const before = await findFaults(panel, strings);
  await panel.setState(await publishedState(host, contribution, reader.language));
  return [...before, ...(await findFaults(panel, strings))];
}

type Panel = ElementPanelContribution & { readonly plugin: PluginFolder };

type Reader = Required<Pick<PanelPageOptions, 'language' | 'theme' | 'strings'>>;

function openPanel(browser: Browser, { parts }: ContractHost, { plugin, module, element }: Panel, reader: Reader): Promise<PanelPage> {
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
