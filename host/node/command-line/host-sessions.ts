import type { Translate } from '../../../core/l10n/translator.ts';
import type { Language } from '../../../core/message.ts';
import type { ControlOutcome, HostControl } from '../control/host-control.ts';
import type { RunningHost } from '../data-folder/host-file.ts';
import { Host } from '../host.ts';
import { parseDatabase, tellOtherDatabase } from './database-option.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { withHost } from './reach-host.ts';
import { parseDataFolder, parseIsolation, parseLanguage } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { commandLineTexts } from './texts.ts';

/** What every subcommand that needs a host takes. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly lang?: string;
  /** For a host that is started for the call, as the next. */
  readonly isolate?: string;
  /** Address of the réseau's database. */
  readonly database?: string;
  /** Prints results as JSON on one line. */
  readonly json?: boolean;
}

/** What a subcommand works with. */
export interface HostSession {
  readonly control: HostControl;
  readonly language: Language;
  readonly t: Translate;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Brings subcommands together with the host of a data folder: the one that runs, else one opened for the call. */
export class HostSessions {
  constructor(
    private readonly productFolder: string,
    private readonly terminal: Terminal,
    /** Aborts when the process is asked to end. */
    readonly signal: AbortSignal,
  ) {}

  /** Works with a host. @returns the exit code that the work resolves with. */
  async open(options: CommonOptions, work: (session: HostSession) => Promise<number>): Promise<number> {
    const dataFolder = parseDataFolder(options.dataDir);
    const language = parseLanguage(options.lang) ?? 'fr';
    const isolation = parseIsolation(options.isolate);
    const database = parseDatabase(options.database);
    const { signal } = this;
    signal.throwIfAborted();
    // Commands may wait on timers that keep no process: Node would end this one before they have answered.
    const staying = setInterval(() => {}, 2 ** 31 - 1);
    try {
      const open = () => Host.open({ dataFolder, productFolder: this.productFolder, language, isolation, database });
      const t = commandLineTexts(language);
      const onRunning = (running: RunningHost) => tellOtherDatabase({ database, running, t, terminal: this.terminal });
      return await withHost({ dataFolder, open, signal, onRunning }, (control) => work({ control, language, t, signal }));
    } finally {
      clearInterval(staying);
    }
  }

  /** Asks a host one thing and prints the answer. @returns the exit code. */
  ask<T>(
    options: CommonOptions,
    question: (session: HostSession) => Promise<ControlOutcome<T>>,
    format: (value: T, t: Translate) => readonly string[],
  ): Promise<number> {
    return this.open(options, async (session) => this.print(await question(session), options, (value) => format(value, session.t)));
  }

  /** Prints what came of a request: results to stdout, why there are none to stderr. @returns the exit code. */
  print<T>(outcome: ControlOutcome<T>, { json }: CommonOptions, format: (value: T) => readonly string[]): number {
    if (!outcome.ok) {
      this.terminal.tell(outcome.sentence);
      return exitCodeOf(outcome.code);
    }
    const lines = json ? [JSON.stringify(outcome.value)] : format(outcome.value);
    for (const line of lines) this.terminal.result(line);
    return exitCode.done;
  }
}
