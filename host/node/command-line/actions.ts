import type { Translate } from '../../../core/l10n/translator.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { ControlOutcome, ListedSetting, PluginListing } from '../control/host-control.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { formatResult } from './format-result.ts';
import type { CommonOptions, HostSessions } from './host-sessions.ts';
import { fromStandardInput, readStandardInput } from './standard-input.ts';
import type { Terminal } from './terminal.ts';
import { unlessAborted } from './until-signal.ts';
import { UsageError } from './usage-error.ts';

/** What the subcommands do. Each resolves with the exit code. */
export class CommandLineActions {
  constructor(
    private readonly sessions: HostSessions,
    private readonly terminal: Terminal,
  ) {}

  /** @throws UsageError when `args` is no JSON. */
  async run(command: string, options: CommonOptions & { readonly args?: string }): Promise<number> {
    const args = options.args === undefined ? undefined : parseJson(await this.givenOrRead(options.args));
    return this.runCommand(command, args, options, exitCodeOf);
  }

  /** The password of the day for the assistance desk; whatever it refuses was typed wrongly. */
  async passwordOfTheDay({ cle, date, ...options }: CommonOptions & { readonly cle: string; readonly date?: string }): Promise<number> {
    const args = { key: await this.givenOrRead(cle), ...(date !== undefined && { date }) };
    return this.runCommand('assistance.password-of-the-day', args, options, () => exitCode.misused);
  }

  commands(options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.listCommands(language),
      (commands) => alignColumns(commands.map(({ id, title }) => [id, title])),
    );
  }

  getSetting(key: string, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.getSetting(key, language),
      (value) => [plainValue(value)],
    );
  }

  setSetting(key: string, text: string, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.setSetting(key, text, language),
      (value) => [`${key} = ${plainValue(value)}`],
    );
  }

  /** All settings, or the one of that key and those below it (`connection`: `connection.mode` too). */
  listSettings(key: string | undefined, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      async ({ control, language }) => onlyBelow(key, await control.listSettings(language)),
      (settings) => settings.map(({ key, value }) => `${key} = ${plainValue(value)}`),
    );
  }

  listPlugins(options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.listPlugins(language),
      (plugins, t) => plugins.flatMap((plugin) => describePlugin(plugin, t)),
    );
  }

  setPluginEnabled(plugin: string, enabled: boolean, options: CommonOptions): Promise<number> {
    return this.sessions.ask(
      options,
      ({ control, language }) => control.setPluginEnabled(plugin, enabled, language),
      (_done, t) => [t(enabled ? 'cli.plugins.enabled' : 'cli.plugins.disabled', { plugin })],
    );
  }

  /** The value itself, or what is on standard input. */
  private async givenOrRead(given: string): Promise<string> {
    return given === fromStandardInput ? unlessAborted(this.sessions.signal, () => readStandardInput()) : given;
  }

  /** Servers may have had their word in it. */
  private readonly tellProgress = (line: string) => this.terminal.tell(line.replaceAll(/\s+/g, ' '));

  private runCommand(
    command: string,
    args: Serialisable | undefined,
    options: CommonOptions,
    codeOf: (code: string) => number,
  ): Promise<number> {
    return this.sessions.open(options, async ({ control, language, t }) => {
      const call = { command, language, ...(args !== undefined && { args }) };
      const outcome = await (this.terminal.isWatched || !options.json
        ? control.runCommand(call, this.tellProgress)
        : control.runCommand(call));
      if (!outcome.ok) {
        this.terminal.tell(outcome.sentence);
        return codeOf(outcome.code);
      }
      const value = outcome.value as Serialisable;
      this.terminal.result(options.json ? JSON.stringify(value ?? null) : formatResult(value ?? null, t));
      return exitCode.done;
    });
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
