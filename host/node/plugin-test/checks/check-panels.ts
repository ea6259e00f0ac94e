import { whenClauseHolds } from '../../../../core/context-keys/when-clause.ts';
import type { PanelContribution } from '../../../../core/manifest/manifest.ts';
import type { Language } from '../../../../core/message.ts';
import { PanelView } from '../browser/panel-view.ts';
import type { TrialBrowser } from '../browser/trial-browser.ts';
import { startEverything } from '../exercise.ts';
import { type Finding, Findings } from '../finding.ts';
import type { PluginSources } from '../plugin-sources.ts';
import type { TrialHost } from '../trial-host.ts';
import { until } from '../until.ts';

/** Every theme of the shell once, and both languages. */
export const readers = [
  { language: 'fr', theme: 'light' },
  { language: 'en', theme: 'dark' },
  { language: 'fr', theme: 'high-contrast' },
] as const;
export type Reader = (typeof readers)[number];

const connectTimeoutMs = 15_000;
/** That a panel gets no state at all was said when its plugin was activated. */
const stateTimeoutMs = 1_500;
/** A command may wait for an answer in the window, which nobody gives. */
const workTimeoutMs = 2_000;

/** What the panel shows: nothing was published yet, what its plugin publishes first, and after everything was done with it. */
type Stage = 'empty' | 'first' | 'worked';

/** Looks at each panel in the product's window, as one of its users will see it. */
export async function checkPanels(
  trial: TrialHost,
  sources: PluginSources,
  { browser, reader }: { readonly browser: TrialBrowser; readonly reader: Reader },
): Promise<readonly Finding[]> {
  const inspection = new PanelInspection(trial, sources, reader);
  await inspection.run(browser);
  return inspection.findings.list;
}

class PanelInspection {
  readonly findings = new Findings('panels');
  private readonly complaints = new Set<string>();

  constructor(
    private readonly trial: TrialHost,
    private readonly sources: PluginSources,
    private readonly reader: Reader,
  ) {}

  async run(browser: TrialBrowser): Promise<void> {
    const { trial, reader } = this;
    const { parts } = trial;
    await parts.shell.settings.update({ 'workbench.colorTheme': reader.theme, 'workbench.language': reader.language });
    const onComplaint = (text: string) => void this.complaints.add(text);
    await using view = await PanelView.open(browser, { url: await trial.windowUrl(), language: reader.language, onComplaint });
    await until(() => parts.windows.count > 0, connectTimeoutMs);
    this.complaints.clear();
    for (const panel of this.sources.manifest.contributes.panels) await this.inspect(view, panel);
  }

  /** The main half is active before the panel opens, so that the panel can be seen without a state too. */
  private async inspect(view: PanelView, panel: PanelContribution): Promise<void> {
    const { parts } = this.trial;
    const { id } = this.sources.manifest;
    await parts.shell.plugins.activateByEvent(`onPanel:${panel.id}`);
    if (!whenClauseHolds(panel.when, (key) => parts.shell.contextKeys.get(key)))
      return this.findings.skipped('hidden', { panel: panel.id, when: panel.when ?? '' });
    await until(() => parts.states.get(panel.id) !== undefined, stateTimeoutMs);
    const published = parts.states.get(panel.id);
    parts.states.withdraw(panel.id);
    parts.windows.reveal(panel.id);
    if (!(await view.drawn(panel.element))) {
      if (this.complaints.size === 0) this.findings.failed('not-drawn', { panel: panel.id });
      return this.tellComplaints(panel.id);
    }
    await this.look(view, panel, 'empty');
    if (published) parts.states.publish(id, panel.id, published.state);
    await this.look(view, panel, 'first');
    const { runs } = await startEverything(parts, this.sources.manifest);
    await Promise.race([runs, until(() => false, workTimeoutMs)]);
    await this.look(view, panel, 'worked');
    await parts.shell.plugins.unload(id);
  }

  private async look(view: PanelView, { id, element }: PanelContribution, stage: Stage): Promise<void> {
    const { findings } = this;
    const { theme, language } = this.reader;
    const shown = await view.read(element);
    if (shown.trim() === '') findings.failed('blank', { panel: id, stage: { key: `panels.stage.${stage}` } });
    for (const key of this.keysIn(shown, language)) findings.failed('key-shown', { panel: id, key, language });
    for (const violation of await view.violations(element))
      findings.failed('inaccessible', { panel: id, theme: { key: `panels.theme.${theme}` } }, violation);
    this.tellComplaints(id);
  }

  private tellComplaints(panel: string): void {
    for (const complaint of this.complaints) this.findings.failed('complained', { panel }, complaint);
    this.complaints.clear();
  }

  /** Words with dots that begin as keys of the plugin do: a sentence that is missing, or was never put into words. */
  private keysIn(shown: string, language: Language): readonly string[] {
    const strings = this.sources.strings[language];
    const topics = new Set(Object.keys(strings ?? {}).map((key) => key.split('.')[0]));
    const dotted = shown.match(/[a-z][\w-]*(?:\.[\w-]+)+/g) ?? [];
    return dotted.filter((words) => topics.has(words.split('.')[0]) && words.split('.').length > 1);
  }
}
