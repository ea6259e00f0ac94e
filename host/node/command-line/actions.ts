import type { Translate } from '../../../core/l10n/translator.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type { ControlOutcome, HostControl, ListedSetting, PluginListing } from '../control/host-control.ts';
import { Host } from '../host.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { formatResult } from './format-result.ts';
import { withHost } from './reach-host.ts';
import { parseDataFolder, parseLanguage } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { commandLineTexts } from './texts.ts';
import { abortOnSignal } from './until-signal.ts';
import { UsageError } from './usage-error.ts';

/** What every subcommand takes. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly lang?: string;
  /** Prints results as JSON on one line. */
  readonly json?: boolean;
}

/** What a subcommand works with. */
interface Session {
  readonly control: HostControl;
  readonly language: Language;
  readonly t: Translate;
}

/** What the subcommands do. Each resolves with the exit code. */
export class CommandLineActions {
  constructor(
    private readonly productFolder: string,
    private readonly terminal: Terminal,
  ) {}

  /** @throws UsageError when `args` is no JSON. */
  async run(command: string, options: CommonOptions & { readonly args?: string }): Promise<number> {
    const args = options.args === undefined ? undefined : parseJson(options.args);
    return this.runCommand(command, args, options, exitCodeOf);
  }

  /** The password of the day for the assistance desk; whatever it refuses was typed wrongly. */
  passwordOfTheDay({ cle: key, date, ...options }: CommonOptions & { readonly cle: string; readonly date?: string }): Promise<number> {
    const args = { key, ...(date !== undefined && { date }) };
    return this.runCommand('assistance.password-of-the-day', args, options, () => exitCode.misused);
  }

  commands(options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.listCommands(language),
      (commands) => alignColumns(commands.map(({ id, title }) => [id, title])),
    );
  }

  getSetting(key: string, options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.getSetting(key, language),
      (value) => [plainValue(value)],
    );
  }

  setSetting(key: string, text: string, options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.setSetting(key, text, language),
      (value) => [`${key} = ${plainValue(value)}`],
    );
  }

  /** All settings, or the one of that key and those below it (`connection`: `connection.mode` too). */
  listSettings(key: string | undefined, options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      async ({ control, language }) => onlyBelow(key, await control.listSettings(language)),
      (settings) => settings.map(({ key, value }) => `${key} = ${plainValue(value)}`),
    );
  }

  listPlugins(options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.listPlugins(language),
      (plugins, t) => plugins.flatMap((plugin) => describePlugin(plugin, t)),
    );
  }

  setPluginEnabled(plugin: string, enabled: boolean, options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.setPluginEnabled(plugin, enabled, language),
      (_done, t) => [t(enabled ? 'cli.plugins.enabled' : 'cli.plugins.disabled', { plugin })],
    );
  }

  removePlugin(plugin: string, options: CommonOptions): Promise<number> {
    return this.ask(
      options,
      ({ control, language }) => control.removePlugin(plugin, language),
      (_done, t) => [t('cli.plugins.removed', { plugin })],
    );
  }

  /** Packages by strangers run isolated or not at all, and isolation comes later. */
  async addPlugin({ lang }: CommonOptions): Promise<number> {
    this.terminal.tell(commandLineTexts(parseLanguage(lang))('error.plugin.strangers-later'));
    return exitCode.failed;
  }

  private runCommand(
    command: string,
    args: Serialisable | undefined,
    options: CommonOptions,
    codeOf: (code: string) => number,
  ): Promise<number> {
    return this.withSession(options, async ({ control, language, t }) => {
      const outcome = await control.runCommand({ command, language, ...(args !== undefined && { args }) });
      if (!outcome.ok) {
        this.terminal.tell(outcome.sentence);
        return codeOf(outcome.code);
      }
      const value = outcome.value as Serialisable;
      this.terminal.result(options.json ? JSON.stringify(value ?? null) : formatResult(value ?? null, t));
      return exitCode.done;
    });
  }

  private ask<T>(
    options: CommonOptions,
    question: (session: Session) => Promise<ControlOutcome<T>>,
    format: (value: T, t: Translate) => readonly string[],
  ): Promise<number> {
    return this.withSession(options, async (session) => {
      const outcome = await question(session);
      if (!outcome.ok) {
        this.terminal.tell(outcome.sentence);
        return exitCodeOf(outcome.code);
      }
      const lines = options.json ? [JSON.stringify(outcome.value)] : format(outcome.value, session.t);
      for (const line of lines) this.terminal.result(line);
      return exitCode.done;
    });
  }

  private async withSession(options: CommonOptions, work: (session: Session) => Promise<number>): Promise<number> {
    const dataFolder = parseDataFolder(options.dataDir);
    const language = parseLanguage(options.lang) ?? 'fr';
    const ending = abortOnSignal();
    try {
      const open = () => Host.open({ dataFolder, productFolder: this.productFolder, language });
      return await withHost({ dataFolder, open, signal: ending.signal }, (control) =>
        work({ control, language, t: commandLineTexts(language) }),
      );
    } finally {
      ending.dispose();
    }
  }
}

function onlyBelow(key: string | undefined, outcome: ControlOutcome<readonly ListedSetting[]>): typeof outcome {
  if (key === undefined || !outcome.ok) return outcome;
  const value = outcome.value.filter((setting) => `${setting.key}.`.startsWith(`${key}.`));
  if (value.length === 0) throw new UsageError('error.setting.unknown', { setting: key });
  return { ...outcome, value };
}

function parseJson(text: string): Serialisable {
  try {
    return JSON.parse(text) as Serialisable;
  } catch {
    throw new UsageError('cli.usage.args-invalid');
  }
}

/** Text as it is, so that scripts need no quotes; anything else as JSON. */
function plainValue(value: Serialisable): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describePlugin({ id, version, state, origin, problems }: PluginListing, t: Translate): readonly string[] {
  const line = [id, version ?? '', t(`cli.plugins.state.${state}`), t(`cli.plugins.origin.${origin}`)].filter(Boolean).join('  ');
  return [line, ...problems.flatMap((problem) => problem.split('\n')).map((problem) => `    ${problem.trim()}`)];
}

function alignColumns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`);
}
