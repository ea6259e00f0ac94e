import { ShellError } from '../../../core/errors.ts';
import type { HookRegistry } from '../../../core/hooks.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type HookHandler, HookService } from '../../../core/services/hook-service.ts';
import { endingWith, ownedBy } from './owned-by.ts';

export class ScopedHookService extends HookService {
  constructor(
    private readonly scope: PluginScope,
    private readonly hooks: HookRegistry,
  ) {
    super();
  }

  override tap(hookId: string, handler: HookHandler): Disposable {
    const { id, contributes } = this.scope.manifest;
    const isOwn = contributes.hooks.some((hook) => hook.id === hookId);
    if (!isOwn && !this.scope.grants.current.hooks?.includes(hookId))
      throw new ShellError('hook.not-granted', { plugin: id, hook: hookId });
    return ownedBy(this.scope, this.hooks.tap(id, hookId, handler));
  }

  override call(hookId: string, args: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    return this.hooks.call(this.scope.manifest.id, hookId, args, endingWith(this.scope, options.signal));
  }
}
