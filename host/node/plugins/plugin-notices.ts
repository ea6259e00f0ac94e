import { ShellError } from '../../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { Notices } from '../window/notices.ts';
import type { ListedPlugin, PluginLibrary } from './plugin-library.ts';

/** Keeps the notices about plugins true: which are broken. */
export class PluginNotices implements Disposable {
  private shown = new DisposableStore();

  constructor(
    private readonly pluginLibrary: PluginLibrary,
    private readonly notices: Notices,
  ) {}

  update(): void {
    this.shown.dispose();
    this.shown = new DisposableStore();
    for (const message of this.pluginLibrary.list().flatMap(describePlugin)) this.shown.add(this.notices.add(message));
  }

  dispose(): void {
    this.shown.dispose();
  }
}

/** What users should know of a plugin: nothing, as a rule. */
export function describePlugin({ id, state, error, rejection }: ListedPlugin): readonly Message[] {
  if (rejection) return [{ key: 'notice.plugins.rejected', args: { plugin: id, faults: rejection.details.faults ?? '' } }];
  if (state !== 'broken') return [];
  const { sentence } = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin: id });
  return [{ key: 'notice.plugins.broken', args: { plugin: id, reason: sentence } }];
}
