import type { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import { ShellError } from '../../../core/errors.ts';
import { toDisposable } from '../../../core/lifecycle.ts';
import { ownerOf } from '../../../core/plugins/id-ownership.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { ContextKeyService, type ContextKeyValue } from '../../../core/services/context-key-service.ts';

export class ScopedContextKeyService extends ContextKeyService {
  private readonly keys = new Set<string>();

  constructor(
    private readonly scope: PluginScope,
    private readonly store: ContextKeyStore,
    /** Ids of the plugins that there are now. */
    private readonly pluginIds: () => Iterable<string>,
  ) {
    super();
    scope.store.add(toDisposable(() => this.removeAll()));
  }

  override set(key: string, value: ContextKeyValue): void {
    const plugin = this.scope.manifest.id;
    if (!this.isOwn(key)) throw new ShellError('context-key.foreign', { plugin, key, prefix: `${plugin}.` });
    if (this.scope.store.isDisposed) return;
    this.keys.add(key);
    this.store.set(key, value);
  }

  private removeAll(): void {
    for (const key of this.keys) {
      if (this.isOwn(key)) this.store.set(key, undefined);
    }
  }

  private isOwn(key: string): boolean {
    const { id } = this.scope.manifest;
    return ownerOf(key, [id, ...this.pluginIds()]) === id;
  }
}
