import type { Translate } from '../../../core/l10n/translator.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import { moveStore } from '../shared-storage/moving/move-store.ts';
import { openPlace, placeName, requireUnused, type StorePlace } from '../shared-storage/moving/open-place.ts';
import { describeStore, type StoreVerdict, verifyStore } from '../shared-storage/moving/verify-store.ts';
import type { SharedStoreEngine } from '../shared-storage/shared-store-engine.ts';
import { parseAddress, parseDatabase } from './database-option.ts';
import { exitCode } from './exit-code.ts';
import { parseDataFolder, parseLanguage } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { commandLineTexts } from './texts.ts';
import { abortOnSignal } from './until-signal.ts';
import { UsageError } from './usage-error.ts';

export interface StorageOptions {
  readonly dataDir?: string;
  readonly lang?: string;
  readonly json?: boolean;
  /** Default: what the environment says, else the data folder's own store. */
  readonly database?: string;
}

export interface MoveStoreOptions extends Omit<StorageOptions, 'database'> {
  /** `embedded`, or the address of a database. */
  readonly from: string;
  readonly to: string;
  readonly replace?: boolean;
}

interface Asked {
  readonly engine: SharedStoreEngine;
  readonly name: string;
  readonly t: Translate;
  readonly signal: AbortSignal;
}

/** What goes wrong is told on stderr. */
const noLog: LogService = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What the subcommands of `storage` do, without a host. Each resolves with the exit code. */
export class StorageActions {
  constructor(private readonly terminal: Terminal) {}

  status(options: StorageOptions): Promise<number> {
    return this.ask(options, async ({ engine, name, t }) => {
      const found = await describeStore(engine);
      const { movedTo, storeId } = found;
      const told = t('cli.storage.described', { ...found, movedTo: '', store: name, storeId }).split('\n');
      const moved = movedTo === null ? [] : [t('cli.storage.moved-to', { target: movedTo })];
      this.print(options, { location: name, ...found }, [...told, ...moved]);
      return exitCode.done;
    });
  }

  verify(options: StorageOptions): Promise<number> {
    return this.ask(options, async ({ engine, t, signal }) => {
      const verdict = await verifyStore(engine, signal);
      const problems = problemsOf(verdict, t);
      const { documents, entries } = verdict;
      this.print(options, verdict, problems.length > 0 ? problems : [t('cli.storage.sound', { documents, entries })]);
      return problems.length > 0 ? exitCode.failed : exitCode.done;
    });
  }

  /** @throws UsageError where both places are one. */
  async move({ from, to, replace = false, ...options }: MoveStoreOptions): Promise<number> {
    const t = commandLineTexts(parseLanguage(options.lang));
    const [source, target] = [parsePlace(from, options), parsePlace(to, options)];
    if (placeName(source) === placeName(target)) throw new UsageError('cli.storage.move.same');
    using _ = staying();
    const signal = abortOnSignal();
    await using opened = await openPlace(source, { creates: false, log: noLog });
    await using filled = await openPlace(target, { creates: true, log: noLog });
    for (const { engine, name } of [opened, filled]) await requireUnused(engine, name);
    const report = await moveStore({ source: opened, target: filled, replaces: replace, signal });
    const { documents, entries } = report;
    this.print(options, { from: opened.name, to: filled.name, ...report }, [
      t('cli.storage.move.done', { documents, entries, target: filled.name }),
    ]);
    this.terminal.tell(t('cli.storage.move.next', { target: filled.name }));
    return exitCode.done;
  }

  private async ask(options: StorageOptions, work: (asked: Asked) => Promise<number>): Promise<number> {
    const t = commandLineTexts(parseLanguage(options.lang));
    const address = parseDatabase(options.database);
    const place = address ? { address } : { dataFolder: parseDataFolder(options.dataDir) };
    using _ = staying();
    const signal = abortOnSignal();
    await using opened = await openPlace(place, { creates: false, log: noLog });
    return await work({ engine: opened.engine, name: opened.name, t, signal });
  }

  private print(options: Pick<StorageOptions, 'json'>, value: object, lines: readonly string[]): void {
    for (const line of options.json ? [JSON.stringify(value)] : lines) this.terminal.result(line);
  }
}

/** Timers of connections keep no process, which must stay until it has its answer. */
function staying(): Disposable {
  const timer = setInterval(() => {}, 2 ** 31 - 1);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

function parsePlace(text: string, { dataDir }: StorageOptions): StorePlace {
  return text === 'embedded' ? { dataFolder: parseDataFolder(dataDir) } : { address: hideAndParse(text) };
}

/** As with `--database`, other users may list arguments. */
function hideAndParse(text: string) {
  process.title = 'boule-bleue';
  return parseAddress(text);
}

function problemsOf({ damaged, journal }: StoreVerdict, t: Translate): readonly string[] {
  return [
    ...(damaged.length > 0 ? [t('cli.storage.damaged-documents', { count: damaged.length, names: damaged.join(', ') })] : []),
    ...(journal.ok ? [] : [t('cli.storage.damaged-journal', { sequence: journal.sequence, problem: journal.problem })]),
  ];
}
