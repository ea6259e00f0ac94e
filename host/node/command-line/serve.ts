import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message } from '../../../core/message.ts';
import type { ControlClient } from '../control/control-client.ts';
import { DataFolderInUse } from '../data-folder/data-folder.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import type { Demo } from '../demo/demo.ts';
import { Host } from '../host.ts';
import { exitCode } from './exit-code.ts';
import type { Reached, ReachOptions } from './reach-host.ts';
import type { ServeOptions } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { aborted } from './until-signal.ts';

/** A browser that runs already takes about as long to ask. */
const firstRequestMs = 50;

/** Runs the host until the signal aborts. @returns the exit code. */
export async function serve(options: ServeOptions, productFolder: string, terminal: Terminal, signal: AbortSignal): Promise<number> {
  await using demonstration = await prepareDemo(options, productFolder);
  const { dataFolder, demo } = demonstration;
  const open = () =>
    Host.open({
      ...{ dataFolder, productFolder, demo },
      pluginFolders: options.pluginFolders,
      isolation: options.isolation,
      database: options.database,
      safeMode: options.safeMode,
      language: options.language,
      log: { level: options.logLevel, verbose: options.verbose },
      tellAuthor: (notice) => void tellNotices([notice], options, terminal),
    });
  const onRunning = (running: RunningHost) => void tellOther(options, running, terminal);
  const reached = await openFirst({ dataFolder, open, signal, onRunning });
  if (reached.kind === 'running') return openItsWindow(reached.client, { options, dataFolder, signal, terminal });
  await using host = reached.host;
  const url = await host.serve(options.port);
  terminal.result(readyLine(url));
  await runHost(host, { url, options, signal, terminal });
  return exitCode.done;
}

/** What reaches another host is loaded where there is one. */
async function openFirst(reach: ReachOptions): Promise<Reached> {
  try {
    return { kind: 'opened', host: await reach.open() };
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error;
    const { openOrReach } = await import('./reach-host.ts');
    return openOrReach(reach);
  }
}

async function tellOther({ database, language }: ServeOptions, running: RunningHost, terminal: Terminal): Promise<void> {
  if (!database) return;
  const [{ tellOtherDatabase }, { commandLineTexts }] = await Promise.all([import('./database-option.ts'), import('./texts.ts')]);
  tellOtherDatabase({ database, running, terminal, t: commandLineTexts(language) });
}

/** The contract with whoever reads the output: this line, in this language. */
function readyLine(url: string): string {
  return `Centre de maintenance : ${url}`;
}

async function callBrowser(url: string): Promise<Error | undefined> {
  const { openBrowser } = await import('./open-browser.ts');
  return openBrowser(url);
}

interface Running {
  readonly url: string;
  readonly options: ServeOptions;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

async function runHost(host: Host, { url, options, signal, terminal }: Running): Promise<void> {
  const survive = (error: unknown) => host.report(error);
  process.on('uncaughtException', survive);
  process.on('unhandledRejection', survive);
  try {
    if (options.openBrowser) void callBrowser(url).then((error) => error && host.report(error));
    await untilAnswered(host);
    host.start().then((notices) => tellNotices(notices, options, terminal), survive);
    await aborted(signal);
    await host.close();
  } finally {
    process.off('uncaughtException', survive);
    process.off('unhandledRejection', survive);
  }
}

/** What the host goes on to load would keep the browser's first request waiting, which needs none of it. */
async function untilAnswered(host: Host): Promise<void> {
  await Promise.race([host.answered, new Promise((resolve) => setTimeout(resolve, firstRequestMs))]);
}

/** Authors look at their terminal first. */
async function tellNotices(notices: readonly Message[], { language }: ServeOptions, terminal: Terminal): Promise<void> {
  if (notices.length === 0) return;
  const { commandLineTexts } = await import('./texts.ts');
  const t = commandLineTexts(language);
  for (const notice of notices) terminal.tell(t(notice));
}

interface SecondStart {
  readonly options: ServeOptions;
  readonly dataFolder: string;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** Asks the running host for an address and opens that: nothing is started. */
async function openItsWindow(client: ControlClient, { options, dataFolder, signal, terminal }: SecondStart): Promise<number> {
  const [{ withClient }, { commandLineTexts }] = await Promise.all([import('./reach-host.ts'), import('./texts.ts')]);
  const outcome = await withClient(client, signal, (control) => control.issueWindowUrl(options.language ?? 'fr'));
  if (!outcome.ok) {
    terminal.tell(outcome.sentence);
    return exitCode.failed;
  }
  terminal.tell(commandLineTexts(options.language)('cli.serve.already-open', { directory: dataFolder }));
  const failure = options.openBrowser ? await callBrowser(outcome.value) : undefined;
  if (!options.openBrowser || failure) terminal.result(readyLine(outcome.value));
  return exitCode.done;
}

interface Demonstration extends AsyncDisposable {
  readonly dataFolder: string;
  readonly demo: Demo | undefined;
}

/** A demonstration doesn't touch the user's data: where no folder is named it works in one of its own. */
async function prepareDemo({ demo: isDemo, dataFolder, hasDataFolder }: ServeOptions, productFolder: string): Promise<Demonstration> {
  const stack = new AsyncDisposableStack();
  const end = () => stack.disposeAsync();
  if (!isDemo) return { dataFolder, demo: undefined, [Symbol.asyncDispose]: end };
  const { startDemo } = await import('../demo/demo.ts');
  const demo = stack.use(await startDemo(productFolder));
  if (hasDataFolder) return { dataFolder, demo, [Symbol.asyncDispose]: end };
  const temporary = await mkdtemp(join(tmpdir(), 'boule-bleue-demo-'));
  stack.defer(() => rm(temporary, { recursive: true, force: true }));
  return { dataFolder: temporary, demo, [Symbol.asyncDispose]: end };
}
