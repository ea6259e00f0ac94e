import { type Disposable, type HookAnswer, type HookCallOptions, type HookHandler, HookService, toDisposable } from 'boule-bleue';
import { withTimeout } from '../../../core/async.ts';

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

  override async call(hookId: string, args: unknown, options: HookCallOptions = {}): Promise<unknown> {
    this.calls.push({ hook: hookId, args });
    const answers: HookAnswer[] = [];
    for (const [handler, plugin] of this.taps.get(hookId) ?? []) {
      const answer = await this.ask(handler, plugin, args, options);
      if (answer.value !== undefined || answer.failure) answers.push(answer);
    }
    return this.kinds[hookId] === 'bail' ? answers[0] : answers;
  }

  /** A tap that throws fails the test, but for a caller who asks for failures. */
  private async ask(handler: HookHandler, plugin: string, args: unknown, options: HookCallOptions): Promise<HookAnswer> {
    const { signal = new AbortController().signal, tapTimeoutMs, withFailures } = options;
    const answer = Promise.resolve().then(() => handler(args, { signal }));
    const late = new Error('late');
    try {
      return { plugin, value: await (tapTimeoutMs === undefined ? answer : withTimeout(answer, tapTimeoutMs, () => late)) };
    } catch (error) {
      signal.throwIfAborted();
      if (!withFailures) throw error;
      return { plugin, value: undefined, failure: error === late ? 'late' : 'failed' };
    }
  }
}
