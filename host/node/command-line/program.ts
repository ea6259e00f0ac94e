import { Command } from 'commander';
import type { Translate } from '../../../core/l10n/translator.ts';
import type { Language } from '../../../core/message.ts';
import { version } from '../../version.ts';
import { CommandLineActions } from './actions.ts';
import { AuthorActions, type AuthorOptions, type NewPluginOptions, type TestPluginOptions } from './author-actions.ts';
import { exitCode } from './exit-code.ts';
import { HostSessions } from './host-sessions.ts';
import { type InstallOptions, PackageActions } from './package-actions.ts';
import { serveOptionDefinitions } from './serve-options.ts';
import { StorageActions } from './storage-actions.ts';
import type { Terminal } from './terminal.ts';
import { commandLineTexts } from './texts.ts';
import { UsageError } from './usage-error.ts';

/** What a program runs in. */
export interface ProgramSurroundings {
  readonly productFolder: string;
  readonly terminal: Terminal;
  readonly language: Language;
  /** Aborts when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** Runs a subcommand, or shows the help. @returns the exit code. @throws UsageError, or the signal's reason. */
export async function runProgram(args: readonly string[], surroundings: ProgramSurroundings): Promise<number> {
  const { productFolder, terminal, language, signal } = surroundings;
  const sessions = new HostSessions(productFolder, terminal, signal);
  const actions = {
    host: new CommandLineActions(sessions, terminal),
    author: new AuthorActions(productFolder, terminal, signal),
    packages: new PackageActions(sessions, terminal),
    storage: new StorageActions(terminal),
  };
  return new ProgramBuilder(actions, terminal, commandLineTexts(language)).run(args);
}

interface ProgramActions {
  readonly host: CommandLineActions;
  readonly author: AuthorActions;
  readonly packages: PackageActions;
  readonly storage: StorageActions;
}

class ProgramBuilder {
  private result: number = exitCode.done;

  constructor(
    private readonly actions: ProgramActions,
    private readonly terminal: Terminal,
    private readonly t: Translate,
  ) {}

  async run(args: readonly string[]): Promise<number> {
    try {
      await this.build().parseAsync([...args], { from: 'user' });
      return this.result;
    } catch (error) {
      return this.toExitCode(error);
    }
  }

  private build(): Command {
    const program = this.prepare(new Command('boule-bleue')).description(this.t('cli.description'));
    program.version(version, '-V, --version', this.t('cli.option.version'));
    this.addServe(program);
    this.addCommands(program);
    this.addSettings(program);
    this.addPlugins(program);
    this.addStorage(program);
    this.addAssistance(program);
    return program;
  }

  /** Listed for the help: `serve` itself never comes here. What the program does without a command belongs to its own help too. */
  private addServe(program: Command): void {
    const serve = this.subcommand(program, 'serve', 'cli.serve');
    for (const [name, definition] of Object.entries(serveOptionDefinitions)) {
      const value = 'value' in definition ? ` <${definition.value}>` : '';
      serve.option(`--${name}${value}`, this.t(definition.help));
    }
    program.addHelpText('after', () => `\n${serve.helpInformation()}`);
  }

  private addCommands(program: Command): void {
    this.common(this.subcommand(program, 'run <command>', 'cli.run'))
      .option('--args <json>', this.t('cli.run.args'))
      .action((command: string, options) => this.end(this.actions.host.run(command, options)));
    this.common(this.subcommand(program, 'commands', 'cli.commands')).action((options) => this.end(this.actions.host.commands(options)));
  }

  private addSettings(program: Command): void {
    const settings = this.subcommand(program, 'settings', 'cli.settings');
    this.common(this.subcommand(settings, 'get <key>', 'cli.settings.get')).action((key: string, options) =>
      this.end(this.actions.host.getSetting(key, options)),
    );
    this.common(this.subcommand(settings, 'set <key> <value>', 'cli.settings.set')).action((key: string, value: string, options) =>
      this.end(this.actions.host.setSetting(key, value, options)),
    );
    this.common(this.subcommand(settings, 'list [key]', 'cli.settings.list')).action((key: string | undefined, options) =>
      this.end(this.actions.host.listSettings(key, options)),
    );
  }

  private addPlugins(program: Command): void {
    const plugins = this.subcommand(program, 'plugins', 'cli.plugins');
    const change = (usage: string, help: string, act: (given: string, options: InstallOptions) => Promise<number>) =>
      this.common(this.subcommand(plugins, usage, help)).action((given: string, options) => this.end(act(given, options)));
    const { host, packages } = this.actions;
    const yes = this.t('cli.plugins.add.yes');
    this.common(this.subcommand(plugins, 'list', 'cli.plugins.list')).action((options) => this.end(host.listPlugins(options)));
    change('add <source>', 'cli.plugins.add', (source, options) => packages.add(source, options)).option('--yes', yes);
    change('update <plugin>', 'cli.plugins.update', (plugin, options) => packages.update(plugin, options)).option('--yes', yes);
    change('rollback <plugin>', 'cli.plugins.rollback', (plugin, options) => packages.rollBack(plugin, options));
    change('remove <plugin>', 'cli.plugins.remove', (plugin, options) => packages.remove(plugin, options));
    change('enable <plugin>', 'cli.plugins.enable', (plugin, options) => host.setPluginEnabled(plugin, true, options));
    change('disable <plugin>', 'cli.plugins.disable', (plugin, options) => host.setPluginEnabled(plugin, false, options));
    this.common(this.subcommand(plugins, 'catalogue', 'cli.plugins.catalogue')).action((options) => this.end(packages.catalogue(options)));
    this.addAuthoring(plugins);
  }

  private addAuthoring(plugins: Command): void {
    this.forAuthors(this.subcommand(plugins, 'new <name>', 'cli.plugins.new'))
      .option('--typescript', this.t('cli.plugins.new.typescript'))
      .option('--dir <dir>', this.t('cli.plugins.new.dir'))
      .action((name: string, options: NewPluginOptions) => this.end(this.actions.author.newPlugin(name, options)));
    this.forAuthors(this.subcommand(plugins, 'test <folder>', 'cli.plugins.test'))
      .option('--json', this.t('cli.option.json'))
      .action((folder: string, options: TestPluginOptions) => this.end(this.actions.author.testPlugin(folder, options)));
    this.forAuthors(this.subcommand(plugins, 'types <folder>', 'cli.plugins.types')).action((folder: string, options: AuthorOptions) =>
      this.end(this.actions.author.updateTypes(folder, options)),
    );
  }

  /** What authors do needs no host, so no data folder either. */
  private forAuthors(command: Command): Command {
    return command.option('--lang <fr|en>', this.t('cli.option.lang'));
  }

  /** They need no host, and want none to run meanwhile. */
  private addStorage(program: Command): void {
    const storage = this.subcommand(program, 'storage', 'cli.storage');
    const common = (command: Command) =>
      command
        .option('--data-dir <dir>', this.t('cli.option.data-dir'))
        .option('--lang <fr|en>', this.t('cli.option.lang'))
        .option('--json', this.t('cli.option.json'));
    const database = ['--database <url>', this.t('cli.serve.database')] as const;
    common(this.subcommand(storage, 'status', 'cli.storage.status').option(...database)).action((options) =>
      this.end(this.actions.storage.status(options)),
    );
    common(this.subcommand(storage, 'verify', 'cli.storage.verify').option(...database)).action((options) =>
      this.end(this.actions.storage.verify(options)),
    );
    common(this.subcommand(storage, 'move', 'cli.storage.move'))
      .requiredOption('--from <url|embedded>', this.t('cli.storage.move.from'))
      .requiredOption('--to <url|embedded>', this.t('cli.storage.move.to'))
      .option('--replace', this.t('cli.storage.move.replace'))
      .action((options) => this.end(this.actions.storage.move(options)));
  }

  private addAssistance(program: Command): void {
    const assistance = this.subcommand(program, 'assistance', 'cli.assistance');
    this.common(this.subcommand(assistance, 'mot-de-passe', 'cli.assistance.password'))
      .requiredOption('--cle <key>', this.t('cli.assistance.password.key'))
      .option('--date <yyyy-mm-dd>', this.t('cli.assistance.password.date'))
      .action((options) => this.end(this.actions.host.passwordOfTheDay(options)));
  }

  private subcommand(parent: Command, usage: string, help: string): Command {
    return this.prepare(parent.command(usage)).description(this.t(help));
  }

  private common(command: Command): Command {
    return command
      .option('--data-dir <dir>', this.t('cli.option.data-dir'))
      .option('--lang <fr|en>', this.t('cli.option.lang'))
      .option('--database <url>', this.t('cli.serve.database'))
      .option('--isolate <all|third-party>', this.t('cli.serve.isolate'))
      .option('--json', this.t('cli.option.json'));
  }

  /** Commander would exit by itself, and speak English. */
  private prepare(command: Command): Command {
    return command
      .exitOverride()
      .helpOption('-h, --help', this.t('cli.option.help'))
      .helpCommand(false)
      .allowExcessArguments(false)
      .configureHelp({ styleTitle: (title) => this.t(`cli.help.${title}`) })
      .configureOutput({ writeOut: (text) => this.terminal.result(text.trimEnd()), writeErr: () => {} });
  }

  private async end(work: Promise<number>): Promise<void> {
    this.result = await work;
  }

  private toExitCode(error: unknown): number {
    const { code, message } = error as { readonly code?: unknown; readonly message?: string };
    // That of an interruption is a number.
    if (typeof code !== 'string' || !code.startsWith('commander.')) throw error;
    if (code === 'commander.helpDisplayed' || code === 'commander.version') return exitCode.done;
    const quoted = /'([^']*)'/.exec(message ?? '')?.[1] ?? '';
    throw new UsageError(usageKeys[code] ?? 'cli.usage.command-missing', { option: quoted.split(' ', 1)[0] ?? '', argument: quoted });
  }
}

const usageKeys: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'cli.usage.command-unknown',
  'commander.unknownOption': 'cli.usage.option-unknown',
  'commander.optionMissingArgument': 'cli.usage.value-missing',
  'commander.missingMandatoryOptionValue': 'cli.usage.option-missing',
  'commander.missingArgument': 'cli.usage.argument-missing',
  'commander.excessArguments': 'cli.usage.argument-unexpected',
};
