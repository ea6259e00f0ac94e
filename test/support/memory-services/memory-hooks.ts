import { type Disposable, type HookAnswer, type HookHandler, HookService, toDisposable } from 'boule-bleue';

/** Hook points without a shell around them: each answers by the kind it is given, `series` by default. */
export class MemoryHooks extends HookService {
  readonly calls: { readonly hook: string; readonly args: unknown }[] = [];
  private readonly taps = new Map<string, Map<HookHandler, string>>();

  constructor(private readonly kinds: Readonly<Record<string, 'series' | 'parallel' | 'bail'>> = {}) {
    super();
  }

  override tap(hookId: string, handler: HookHandler): Disposable {
    return this.tapAs('test', hookId, handler);
  }

  /** Taps in another plugin's name. */
  tapAs(plugin: string, hookId: string, handler: HookHandler): Disposable {
    const taps = this.taps.get(hookId) ?? new Map<HookHandler, string>();
    this.taps.set(hookId, taps.set(handler, plugin));
    return toDisposable(() => taps.delete(handler));
  }

  override async call(hookId: string, args: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> {
    this.calls.push({ hook: hookId, args });
    const signal = options.signal ?? new AbortController().signal;
    const answers: HookAnswer[] = [];
    for (const [handler, plugin] of this.taps.get(hookId) ?? []) {
      const value = await handler(args, { signal });
      if (value !== undefined) answers.push({ plugin, value });
    }
    return this.kinds[hookId] === 'bail' ? answers[0] : answers;
  }
}
