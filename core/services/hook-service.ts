import type { Disposable } from '../lifecycle.ts';

/** One plugin's answer to a hook. */
export interface HookAnswer<T = unknown> {
  readonly plugin: string;
  readonly value: T;
  /** Why there is no value, where the caller asked for that: the tap took too long or its plugin doesn't respond, or it threw. */
  readonly failure?: 'late' | 'failed';
}

export interface HookCallOptions {
  readonly signal?: AbortSignal;
  /** How long each tap has. Default and maximum 10 000. */
  readonly tapTimeoutMs?: number;
  /** For `series` and `parallel`: answers with taps that failed too, each with its `failure`. Default `false`. */
  readonly withFailures?: boolean;
}

export interface HookContext {
  /** Aborted when the caller gives up. */
  readonly signal: AbortSignal;
}

// biome-ignore lint/suspicious/noExplicitAny: the schema, not the compiler, vouches for the arguments
export type HookHandler = (args: any, context: HookContext) => unknown;

/**
 * Lets plugins take part in what others do. The owner declares a hook point in its manifest, with
 * its kind; others tap it by name. A tap that throws, exceeds 10 s or whose
 * plugin doesn't respond is left out, and never stops its neighbours.
 *
 * Kinds: `series` asks one tap after the other and `parallel` all at once: both answer with every
 * tap's value; `bail` answers with the first value that isn't `undefined`; `waterfall` hands each
 * tap the former's value under `value`, and answers with the last.
 */
export abstract class HookService {
  static readonly serviceId = 'hooks';

  /**
   * Takes part in a hook point until the handle is disposed. The hook may be the plugin's own, or one
   * listed under `permissions.hooks`; its owner need not be installed.
   * @throws ShellError `hook.not-granted`.
   */
  abstract tap(hookId: string, handler: HookHandler): Disposable;

  /**
   * Asks the taps of one of the plugin's own hook points, activating the plugins that tap it.
   * Resolves with `HookAnswer[]` for `series` and `parallel` (taps without a value left out), with one
   * `HookAnswer` or `undefined` for `bail`, and with the value for `waterfall`. Taps that failed are left out, unless `withFailures` asks for them.
   * @throws ShellError `hook.foreign`, `hook.arguments-invalid`.
   */
  abstract call(hookId: string, args: unknown, options?: HookCallOptions): Promise<unknown>;
}
