import type { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import { ShellError } from '../../../core/errors.ts';
import { toDisposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { ContextKeyService, type ContextKeyValue } from '../../../core/services/context-key-service.ts';

export class ScopedContextKeyService extends ContextKeyService {
  private readonly keys = new Set<string>();

  constructor(
    private readonly scope: PluginScope,
    private readonly store: ContextKeyStore,
  ) {
    super();
    scope.store.add(toDisposable(() => this.removeAll()));
  }

  override set(key: string, value: ContextKeyValue): void {
    const plugin = this.scope.manifest.id;
    const prefix = `${plugin}.`;
    if (!key.startsWith(prefix)) throw new ShellError('context-key.foreign', { plugin, key, prefix });
    if (this.scope.store.isDisposed) return;
    this.keys.add(key);
    this.store.set(key, value);
  }

  private removeAll(): void {
    for (const key of this.keys) this.store.set(key, undefined);
  }
}
