import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Translate } from '../../../core/l10n/translator.ts';
import { DataFolderInUse } from '../data-folder/data-folder.ts';
import type { Demo } from '../demo/demo.ts';
import type { Host } from '../host.ts';
import { openHost } from '../open-host.ts';
import { exitCode } from './exit-code.ts';
import { openBrowser } from './open-browser.ts';
import type { ServeOptions } from './serve-options.ts';
import { commandLineTexts, type Terminal } from './terminal.ts';
import { aborted, abortOnSignal } from './until-signal.ts';

/** Runs the host until a signal ends it. @returns the exit code. */
export async function serve(options: ServeOptions, productFolder: string, terminal: Terminal): Promise<number> {
  const { signal } = abortOnSignal();
  const t = commandLineTexts(options.language);
  await using demonstration = await prepareDemo(options, productFolder);
  const { dataFolder } = demonstration;
  try {
    await using host = await openHost({
      ...{ dataFolder, productFolder, demo: demonstration.demo },
      pluginFolders: options.pluginFolders,
      safeMode: options.safeMode,
      language: options.language,
      log: { level: options.logLevel, verbose: options.verbose },
    });
    const url = await host.serve(options.port);
    terminal.result(readyLine(url));
    await runHost(host, { url, options, signal, terminal, t });
    return exitCode.done;
  } catch (error) {
    if (error instanceof DataFolderInUse) return await openRunningHostsWindow(error, { options, dataFolder, signal, terminal, t });
    throw error;
  }
}

/** The contract with whoever reads the output: this line, in this language. */
function readyLine(url: string): string {
  return `Centre de maintenance : ${url}`;
}

interface Running {
  readonly url: string;
  readonly options: ServeOptions;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly t: Translate;
}

async function runHost(host: Host, { url, options, signal, terminal, t }: Running): Promise<void> {
  const survive = (error: unknown) => host.report(error);
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
  try {
    if (options.openBrowser) void openBrowser(url).then((error) => error && host.report(error));
    host.start().then(() => tellDevelopmentPlugins(host, terminal, t), survive);
    await aborted(signal);
    await host.close();
  } finally {
    process.off('uncaughtException', survive);
    process.off('unhandledRejection', survive);
  }
}

/** Authors look at their terminal first. */
function tellDevelopmentPlugins(host: Host, terminal: Terminal, t: Translate): void {
  for (const notice of host.developmentNotices()) terminal.tell(t(notice));
}

interface SecondStart {
  readonly options: ServeOptions;
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly t: Translate;
}

async function openRunningHostsWindow(inUse: DataFolderInUse, start: SecondStart): Promise<number> {
  const { options, dataFolder, signal, terminal, t } = start;
  const { withRunningHost } = await import('./reach-host.ts');
  const outcome = await withRunningHost(inUse, { dataFolder, signal }, (control) => control.issueWindowUrl(options.language ?? 'fr'));
  if (!outcome.ok) {
    terminal.tell(outcome.sentence);
    return exitCode.failed;
  }
  terminal.tell(t('cli.serve.already-open', { directory: dataFolder }));
  const failure = options.openBrowser ? await openBrowser(outcome.value) : undefined;
  if (!options.openBrowser || failure) terminal.result(readyLine(outcome.value));
  return exitCode.done;
}

interface Demonstration extends AsyncDisposable {
  readonly dataFolder: string;
  readonly demo: Demo | undefined;
}

/** A demonstration doesn't touch the user's data: where no folder is named it works in one of its own. */
async function prepareDemo({ demo: isDemo, dataFolder, hasDataFolder }: ServeOptions, productFolder: string): Promise<Demonstration> {
  if (!isDemo) return { dataFolder, demo: undefined, [Symbol.asyncDispose]: async () => {} };
  const { startDemo } = await import('../demo/demo.ts');
  const demo = await startDemo(productFolder);
  if (hasDataFolder) return { dataFolder, demo, [Symbol.asyncDispose]: async () => {} };
  const temporary = await mkdtemp(join(tmpdir(), 'boule-bleue-demo-'));
  return { dataFolder: temporary, demo, [Symbol.asyncDispose]: () => rm(temporary, { recursive: true, force: true }) };
}
