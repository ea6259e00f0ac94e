import { ShellError } from '../../../core/errors.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import { shellId } from '../../shell-manifest.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import { displayNameOf } from './describe-plugin.ts';

/**
 * Asks which of the plugins that have begun to run is to be restarted. `undefined` when the user gives up.
 * @throws ShellError `plugin.none-running`.
 */
export async function choosePlugin(
  plugins: readonly PluginStatus[],
  dialogs: Pick<DialogCenter, 'ask'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const choices = plugins.filter(({ state }) => state !== 'inactive').map((plugin) => ({ value: plugin.id, label: displayNameOf(plugin) }));
  if (choices.length === 0) throw new ShellError('plugin.none-running');
  const message = { key: 'plugins.restart.which' };
  const answer = await dialogs.ask(shellId, { kind: 'choice', message, choices, confirmLabel: { key: 'plugins.restart' } }, signal);
  return answer.kind === 'chosen' ? answer.value : undefined;
}
