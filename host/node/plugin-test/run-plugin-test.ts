import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ShellError } from '../../../core/errors.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { readManifest } from '../../../core/manifest/manifest-reader.ts';
import { readPluginFile } from '../plugins/read-plugin-file.ts';
import { openTrialBrowser } from './browser/trial-browser.ts';
import { checkActivation } from './checks/check-activation.ts';
import { checkCommands } from './checks/check-commands.ts';
import { checkFiles } from './checks/check-files.ts';
import { checkPanels, readers } from './checks/check-panels.ts';
import { checkPermissions } from './checks/check-permissions.ts';
import { checkSettings } from './checks/check-settings.ts';
import { checkStrings } from './checks/check-strings.ts';
import { checkUnloading } from './checks/check-unloading.ts';
import { type Finding, Findings, type Topic } from './finding.ts';
import { type PluginSources, readSources } from './plugin-sources.ts';
import { TrialHost, type TrialOptions } from './trial-host.ts';

/** What came of testing a plugin. */
export interface PluginTestReport {
  readonly id: string;
  readonly version: string;
  readonly findings: readonly Finding[];
  /** What was looked at to the end. Others follow from something that failed before. */
  readonly topics: readonly Topic[];
  /** How long each activation took. Empty when the plugin did not start. */
  readonly activationsMs: readonly number[];
  /** What the panels' own modules weigh with gzip; what they import in turn is not counted. */
  readonly panelBytes: number;
}

/**
 * Asks of a plugin's folder what users, and other plugins, may expect of it. The folder itself is only read.
 * @throws ShellError `plugin-folder.no-manifest`.
 */
export async function runPluginTest(options: TrialOptions): Promise<PluginTestReport> {
  const { folder } = options;
  const text = readText(folder);
  const { manifest, findings } = checkManifest(text, folder);
  if (!manifest) return { id: folder, version: '', findings, topics: ['manifest'], activationsMs: [], panelBytes: 0 };
  const run = new PluginTestRun(options, readSources(folder, manifest, text), findings);
  return run.report();
}

function readText(folder: string): string {
  try {
    return readPluginFile(join(folder, 'package.json'));
  } catch (cause) {
    throw new ShellError('plugin-folder.no-manifest', { folder }, { cause });
  }
}

function checkManifest(text: string, folder: string): { readonly manifest?: Manifest | undefined; readonly findings: readonly Finding[] } {
  const findings = new Findings('manifest');
  let packageJson: unknown;
  try {
    packageJson = JSON.parse(text);
  } catch (error) {
    findings.failed('not-json', {}, String(error));
    return { findings: findings.list };
  }
  const { manifest, faults, warnings } = readManifest(packageJson, folder);
  for (const { path, problem, remedy } of faults) findings.failed('fault', { path: path || '/' }, `${problem}. ${remedy}`);
  for (const { path, problem, remedy } of warnings) findings.warning('fault', { path: path || '/' }, `${problem}. ${remedy}`);
  return { manifest, findings: findings.list };
}

class PluginTestRun {
  private readonly findings: Finding[];
  private readonly topics: Topic[] = ['manifest'];
  private activationsMs: readonly number[] = [];

  constructor(
    private readonly options: TrialOptions,
    private readonly sources: PluginSources,
    manifestFindings: readonly Finding[],
  ) {
    this.findings = [...manifestFindings];
  }

  async report(): Promise<PluginTestReport> {
    this.add('manifest', checkSettings(this.sources));
    this.add('files', checkFiles(this.sources));
    this.add('strings', checkStrings(this.sources));
    // Without its files nothing of the rest can work, and each would say the same in other words.
    if (!this.hasFailed('files')) await this.tryOut();
    const { id, version } = this.sources.manifest;
    const { findings, topics, activationsMs } = this;
    return { id, version, findings, topics, activationsMs, panelBytes: weighPanels(this.sources) };
  }

  private async tryOut(): Promise<void> {
    const started = await this.withHost('activation', async (trial) => {
      const { findings, durationsMs } = await checkActivation(trial, this.sources);
      this.activationsMs = durationsMs;
      return findings;
    });
    this.add('activation', started);
    if (this.activationsMs.length === 0 && this.hasFailed('activation')) return;
    const { manifest } = this.sources;
    await using trial = await TrialHost.open(this.options);
    this.add('permissions', await checkPermissions(trial, this.sources));
    this.add('commands', await this.withHost('commands', (host) => checkCommands(host, manifest)));
    this.add('unloading', await this.withHost('unloading', (host) => checkUnloading(host, manifest)));
    if (manifest.contributes.panels.length > 0) await this.lookAtPanels();
  }

  private async lookAtPanels(): Promise<void> {
    const { folder, productFolder } = this.options;
    const opened = await openTrialBrowser([folder, productFolder]);
    if ('missing' in opened) {
      const findings = new Findings('panels');
      findings.skipped('no-browser', { missing: opened.missing }, opened.detail);
      return this.add('panels', findings.list);
    }
    try {
      // Each reader has a host of its own, which remembers no panel of another. All of them mostly wait.
      const looks = readers.map((reader) =>
        this.withHost('panels', (host) => checkPanels(host, this.sources, { browser: opened, reader })),
      );
      for (const found of await Promise.all(looks)) this.add('panels', found);
    } finally {
      await opened.browser.close();
    }
  }

  /** What the plugin did wrong behind everybody's back stands in the host's log. */
  private async withHost(topic: Topic, check: (trial: TrialHost) => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
    await using trial = await TrialHost.open(this.options);
    const found = await check(trial);
    const failures = (await trial.close()).filter(({ plugin }) => plugin === this.sources.manifest.id);
    const logged = new Findings(topic);
    if (found.length === 0) for (const text of new Set(failures.map((failure) => failure.text))) logged.failed('any.logged', {}, text);
    return [...found, ...logged.list];
  }

  private add(topic: Topic, findings: readonly Finding[]): void {
    if (!this.topics.includes(topic)) this.topics.push(topic);
    const isSaid = (finding: Finding) => this.findings.some((said) => JSON.stringify(said) === JSON.stringify(finding));
    for (const finding of findings) if (!isSaid(finding)) this.findings.push(finding);
  }

  private hasFailed(topic: Topic): boolean {
    return this.findings.some((finding) => finding.topic === topic && finding.verdict === 'failed');
  }
}

function weighPanels({ folder, manifest }: PluginSources): number {
  const modules = new Set(manifest.contributes.panels.flatMap(({ module }) => module ?? []));
  const present = [...modules].map((module) => join(folder, module)).filter((path) => existsSync(path));
  return present.reduce((bytes, path) => bytes + gzipSync(readFileSync(path)).length, 0);
}
