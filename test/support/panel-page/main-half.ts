import type { CommandOutcome, Serialisable } from 'boule-bleue';
import { isCancellation, ShellError } from 'boule-bleue';
import { createTranslator } from '../../../core/l10n/translator.ts';
import { compileSchema } from '../../../core/schema/json-schema.ts';
import { sealSecretMembers } from '../../../core/schema/secret-members.ts';
import type { MemoryCommands } from '../memory-services/index.ts';

interface CommandManifest {
  readonly contributes: { readonly commands: readonly { readonly command: string; readonly arguments?: object }[] };
}

/** Runs a panel's commands on the plugin's real main half, as the host does: arguments checked, secrets sealed, failures put into words. */
export function runOnMainHalf(commands: MemoryCommands, manifest: CommandManifest, strings: Readonly<Record<string, string>>) {
  const t = createTranslator(strings, 'fr');
  return async (command: string, args: Serialisable | undefined, signal: AbortSignal): Promise<CommandOutcome> => {
    const schema = manifest.contributes.commands.find((contribution) => contribution.command === command)?.arguments;
    const given = args ?? {};
    const check = compileSchema({ ...(schema ?? { maxProperties: 0 }) })(given);
    if (!check.ok) return { ok: false, cancelled: false, code: 'command.arguments-invalid', sentence: check.problems };
    try {
      const value = await commands.execute(command, sealSecretMembers({ ...schema }, given), { signal });
      return { ok: true, value: value === undefined ? null : JSON.parse(JSON.stringify(value)) };
    } catch (error) {
      const code = error instanceof ShellError ? error.code : 'unexpected';
      const sentence = error instanceof ShellError ? t(error.sentence) : String(error);
      return { ok: false, cancelled: isCancellation(error), code, sentence };
    }
  };
}
