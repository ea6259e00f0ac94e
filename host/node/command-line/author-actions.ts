import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Translate } from '../../../core/l10n/translator.ts';
import { exitCode } from './exit-code.ts';
import { parseLanguage } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { commandLineTexts } from './texts.ts';
import { unlessAborted } from './until-signal.ts';

export interface AuthorOptions {
  readonly lang?: string;
}

export interface NewPluginOptions extends AuthorOptions {
  readonly typescript?: boolean;
  readonly dir?: string;
}

export interface TestPluginOptions extends AuthorOptions {
  /** Prints the report as JSON on one line. */
  readonly json?: boolean;
}

/** What the subcommands for plugin authors do. They need no host. Each resolves with the exit code. */
export class AuthorActions {
  constructor(
    private readonly productFolder: string,
    private readonly terminal: Terminal,
    private readonly signal: AbortSignal,
  ) {}

  async newPlugin(name: string, { typescript = false, dir, lang }: NewPluginOptions): Promise<number> {
    const { createPlugin } = await import('../authoring/create-plugin.ts');
    const t = commandLineTexts(parseLanguage(lang));
    const folder = resolve(dir ?? name.replace(/^@[^/]*\//, ''));
    const template = typescript ? 'typescript' : 'javascript';
    await createPlugin({ name, template, folder, productFolder: this.productFolder });
    for (const line of this.nextSteps(folder, typescript, t)) this.terminal.result(line);
    return exitCode.done;
  }

  /** The report goes to stdout, since it is the result. */
  async testPlugin(dir: string, { json = false, lang }: TestPluginOptions): Promise<number> {
    const { runPluginTest } = await import('../plugin-test/run-plugin-test.ts');
    const { formatReport, isSound, reportAsJson } = await import('../plugin-test/format-report.ts');
    const language = parseLanguage(lang) ?? 'fr';
    const test = () => runPluginTest({ folder: resolve(dir), productFolder: this.productFolder, language });
    const report = await unlessAborted(this.signal, test);
    for (const line of json ? [reportAsJson(report, language)] : formatReport(report, language)) this.terminal.result(line);
    return isSound(report) ? exitCode.done : exitCode.failed;
  }

  async updateTypes(dir: string, { lang }: AuthorOptions): Promise<number> {
    const { updateApiTypes } = await import('../authoring/api-types.ts');
    const file = await updateApiTypes(resolve(dir), this.productFolder);
    this.terminal.result(commandLineTexts(parseLanguage(lang))('cli.plugins.types.written', { file }));
    return exitCode.done;
  }

  private nextSteps(folder: string, typescript: boolean, t: Translate): readonly string[] {
    const quoted = /[\s'"]/.test(folder) ? JSON.stringify(folder) : folder;
    const [serve, commandLine] = this.isCheckout ? ['npm start --', 'npm run -s boule-bleue --'] : ['boule-bleue', 'boule-bleue'];
    const build = typescript ? [`npm --prefix ${quoted} install`, `npm --prefix ${quoted} run dev`] : [];
    const steps = [...build, `${serve} --plugin ${quoted}`, `${commandLine} plugins test ${quoted}`];
    return [t('cli.plugins.new.created', { folder }), ...steps.map((step) => `  ${step}`)];
  }

  private get isCheckout(): boolean {
    return existsSync(join(this.productFolder, '../package-lock.json'));
  }
}
