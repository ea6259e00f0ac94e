import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import { shellId } from '../../shell-manifest.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import type { PluginLibrary } from './plugin-library.ts';
import { describePlugin } from './plugin-notices.ts';

/** Tells the author who just saved that what is there now can't be loaded, until it can. */
export class RejectionTeller implements Disposable {
  private readonly shown = new Map<string, DisposableStore>();

  constructor(
    private readonly pluginLibrary: Pick<PluginLibrary, 'list'>,
    private readonly notifications: Pick<NotificationCenter, 'show'>,
  ) {}

  /** Looks at what became of a folder, in the place of what was told of it before. */
  tell(folder: string): void {
    this.shown.get(folder)?.dispose();
    const shown = new DisposableStore();
    this.shown.set(folder, shown);
    const messages = this.pluginLibrary
      .list()
      .filter(({ location }) => location === folder)
      .flatMap(describePlugin);
    for (const message of messages) shown.add(this.notifications.show(shellId, { severity: 'error', message }));
  }

  dispose(): void {
    for (const shown of this.shown.values()) shown.dispose();
  }
}
