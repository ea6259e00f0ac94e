import { isCancellation, ShellError } from '../../../core/errors.ts';
import { type Language, languages } from '../../../core/message.ts';
import { exitCode, exitCodeOf } from './exit-code.ts';
import { parseServeOptions } from './serve-options.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * The product's command line. Whatever goes wrong is told on stderr in one line.
 * @param given without the program's own name.
 * @param productFolder where the build put everything.
 * @param signal aborts when the process is asked to end.
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly.
 */
export async function runCommandLine(
  given: readonly string[],
  productFolder: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const args = commandFirst(given);
  const language = wantedLanguage(args);
  try {
    if (isServe(args)) {
      const options = parseServeOptions(args[0] === 'serve' ? args.slice(1) : args);
      const { serve } = await import('./serve.ts');
      return await serve(options, productFolder, terminal, signal);
    }
    const { runProgram } = await import('./program.ts');
    return await runProgram(args, { productFolder, terminal, language, signal });
  } catch (error) {
    return tellFailure(error, terminal, language);
  }
}

/** Moves what every command takes to the end, so that people may write it before the command's name too, as with git or docker. */
function commandFirst(args: readonly string[]): readonly string[] {
  const common: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [option = '', value] = args.slice(index);
    if (option === '--') return [...rest, ...common, ...args.slice(index)];
    const takesNext = ['--data-dir', '--database', '--lang'].includes(option) && value !== undefined;
    if (takesNext) index += 1;
    if (takesNext) common.push(option, value);
    else (/^--(json$|(data-dir|database|lang)=)/.test(option) ? common : rest).push(option);
  }
  return [...rest, ...common];
}

function isServe([first, ...rest]: readonly string[]): boolean {
  const asksSomethingElse = [first, ...rest].some((argument) => ['-h', '--help', '-V', '--version'].includes(argument ?? ''));
  return !asksSomethingElse && (first === undefined || first === 'serve' || first.startsWith('-'));
}

/** Known before anything was parsed, so that what is wrong with the rest can be said in it. */
function wantedLanguage(args: readonly string[]): Language {
  const index = args.indexOf('--lang');
  const value =
    args.find((argument) => argument.startsWith('--lang='))?.slice('--lang='.length) ?? (index < 0 ? undefined : args[index + 1]);
  return languages.find((language) => language === value) ?? 'fr';
}

async function tellFailure(error: unknown, terminal: Terminal, language: Language): Promise<number> {
  const { commandLineTexts } = await import('./texts.ts');
  const t = commandLineTexts(language);
  if (error instanceof UsageError) {
    terminal.tell(t(error.key, error.args));
    return exitCode.misused;
  }
  if (error instanceof ShellError) {
    terminal.tell(t(error.sentence));
    return exitCodeOf(error.code);
  }
  if (isCancellation(error)) {
    terminal.tell(t('error.cancelled'));
    return exitCode.failed;
  }
  terminal.tell(t('cli.failed', { problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }));
  return exitCode.failed;
}
