import { errorCatalogue } from '../../../core/error-catalogue.ts';
import { isCancellation, ShellError } from '../../../core/errors.ts';
import type { Message } from '../../../core/message.ts';
import type { ListedPlugin } from '../plugins/plugin-library.ts';
import { manifestText } from '../strings/manifest-text.ts';

/** A plugin's name: in its own words where its manifest can be read, else its id. */
export function displayNameOf({ id, manifest }: Pick<ListedPlugin, 'id' | 'manifest'>): Message {
  return manifestText(manifest?.displayName ?? id, id);
}

/** Why something of a plugin failed, for a reader who has the shell's strings only. */
export function problemOf(error: unknown, plugin: string): Message | null {
  if (error === undefined || isCancellation(error)) return null;
  const { code, sentence } = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin });
  return Object.hasOwn(errorCatalogue, code) ? sentence : { ...sentence, plugin };
}
