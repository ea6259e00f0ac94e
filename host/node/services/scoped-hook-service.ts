import { ShellError } from '../../../core/errors.ts';
import type { HookRegistry } from '../../../core/hooks.ts';
import { type Disposable, DisposableStore, toDisposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { type HookCallOptions, type HookHandler, HookService } from '../../../core/services/hook-service.ts';
import { endingWith, ownedBy } from './owned-by.ts';

export class ScopedHookService extends HookService {
  constructor(
    private readonly scope: PluginScope,
    private readonly hooks: HookRegistry,
  ) {
    super();
  }

  override tap(hookId: string, handler: HookHandler): Disposable {
    const { id, contributes, permissions } = this.scope.manifest;
    const isOwn = contributes.hooks.some((hook) => hook.id === hookId);
    if (isOwn) return ownedBy(this.scope, this.hooks.tap(id, hookId, handler));
    if (!permissions.hooks?.includes(hookId)) throw new ShellError('hook.not-granted', { plugin: id, hook: hookId });
    return ownedBy(this.scope, this.tapWhileGranted(hookId, handler));
  }

  /** Taken away with the grant and put back with it, so that no plugin need be started anew. */
  private tapWhileGranted(hookId: string, handler: HookHandler): Disposable {
    const { grants, manifest } = this.scope;
    const store = new DisposableStore();
    let tap: Disposable | undefined;
    const isGranted = () => grants.current.hooks?.includes(hookId) === true;
    const follow = () => {
      if (!isGranted()) {
        tap?.dispose();
        tap = undefined;
      } else {
        // What was asked before the grant went is not answered after it.
        tap ??= this.hooks.tap(manifest.id, hookId, async (args, context) => {
          const answer = await handler(args, context);
          return isGranted() ? answer : undefined;
        });
      }
    };
    store.add(toDisposable(() => tap?.dispose()));
    store.add(grants.onDidChange(follow));
    follow();
    return store;
  }

  override call(hookId: string, args: unknown, { signal, ...options }: HookCallOptions = {}): Promise<unknown> {
    return this.hooks.call(this.scope.manifest.id, hookId, args, endingWith(this.scope, signal), options);
  }
}
