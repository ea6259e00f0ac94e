import { AsyncParallelHook, AsyncSeriesBailHook, AsyncSeriesHook, AsyncSeriesWaterfallHook } from 'tapable';
import { untilAborted, withTimeout } from './async.ts';
import { ShellError } from './errors.ts';
import { type Disposable, toDisposable } from './lifecycle.ts';
import type { HookContribution, HookKind } from './manifest/manifest.ts';
import { enterPlugin } from './plugins/guard.ts';
import { isIntendedEnd } from './plugins/process-loss.ts';
import { compileSchema, type SchemaCheck } from './schema/json-schema.ts';
import { sealSecretMembers } from './schema/secret-members.ts';
import type { HookAnswer, HookCallOptions, HookHandler } from './services/hook-service.ts';

interface Tap {
  readonly plugin: string;
  readonly handler: HookHandler;
}

interface HookPoint {
  readonly owner: string;
  readonly contribution: HookContribution;
  readonly check: SchemaCheck | undefined;
}

const longestTapMs = 10_000;
/** Of a tap that has no answer, rather than a bad one. */
const lateCodes: ReadonlySet<string> = new Set(['hook.tap-timeout', 'plugin.unresponsive']);

/** One call on its way through the taps. */
interface HookCall {
  readonly hook: string;
  readonly args: unknown;
  readonly signal: AbortSignal;
  readonly tapTimeoutMs: number;
  readonly withFailures: boolean;
}

type TapOutcome = Pick<HookAnswer, 'failure'> & { readonly value?: unknown };

/** Asks one tap, contained: a tap that fails answers without a value. */
type AskTap = (tap: Tap, call: HookCall, args: unknown) => Promise<TapOutcome>;
type AskTaps = (call: HookCall) => Promise<unknown>;

export interface HookRegistryOptions {
  /** Activates the plugins that wait for an activation event; never rejects. */
  readonly activate: (event: string) => Promise<void>;
  /** Told of each tap that threw or took too long; the call goes on without it. */
  readonly onTapFailure: (failure: { readonly hook: string; readonly plugin: string; readonly error: unknown }) => void;
  /** Aborted as long as a plugin doesn't respond: its taps are left out meanwhile. */
  readonly silenceOf?: (plugin: string) => AbortSignal | undefined;
  /** Told of each call of a plugin's tap. */
  readonly onCall?: (plugin: string) => void;
  /** Default 10 000. */
  readonly tapTimeoutMs?: number;
}

/**
 * The hook points that manifests declare, and who taps them.
 *
 * tapable gives the kinds their order and meaning. It has no untap and a throw stops the rest, so the
 * taps are kept here, a change of them rebuilds the tapable hook, and every tap is entered contained.
 */
export class HookRegistry {
  private readonly points = new Map<string, HookPoint>();
  private readonly taps = new Map<string, Set<Tap>>();
  private readonly built = new Map<string, AskTaps>();

  constructor(private readonly options: HookRegistryOptions) {}

  /** @throws ShellError `hook.duplicate`. */
  declare(owner: string, contribution: HookContribution): Disposable {
    const { id } = contribution;
    if (this.points.has(id)) throw new ShellError('hook.duplicate', { hook: id, plugin: owner });
    const check = contribution.arguments && compileSchema(contribution.arguments);
    this.points.set(id, { owner, contribution, check });
    return toDisposable(() => {
      this.points.delete(id);
      this.built.delete(id);
    });
  }

  /** Taps a hook point, declared or not yet. */
  tap(plugin: string, hookId: string, handler: HookHandler): Disposable {
    const taps = this.taps.get(hookId) ?? new Set<Tap>();
    const tap: Tap = { plugin, handler };
    this.taps.set(hookId, taps.add(tap));
    this.built.delete(hookId);
    return toDisposable(() => {
      taps.delete(tap);
      this.built.delete(hookId);
      if (taps.size === 0 && this.taps.get(hookId) === taps) this.taps.delete(hookId);
    });
  }

  /** Number of taps in place, over all hook points. */
  get tapCount(): number {
    let count = 0;
    for (const taps of this.taps.values()) count += taps.size;
    return count;
  }

  /**
   * Asks the taps of a hook point, in the order in which they were added. See `HookService.call` for the results.
   * @throws ShellError `hook.foreign` when the caller doesn't own it, `hook.arguments-invalid`.
   */
  async call(
    caller: string,
    hookId: string,
    args: unknown,
    signal: AbortSignal,
    { tapTimeoutMs = longestTapMs, withFailures = false }: Omit<HookCallOptions, 'signal'> = {},
  ): Promise<unknown> {
    signal.throwIfAborted();
    const point = this.points.get(hookId);
    if (point?.owner !== caller) throw new ShellError('hook.foreign', { plugin: caller, hook: hookId });
    const checked = checkArguments(point, args);
    await untilAborted(this.options.activate(`onHook:${hookId}`), signal);
    const ask = this.built.get(hookId) ?? this.build(point.contribution);
    const boundMs = Math.min(tapTimeoutMs, this.options.tapTimeoutMs ?? longestTapMs);
    return untilAborted(ask({ hook: hookId, args: checked, signal, tapTimeoutMs: boundMs, withFailures }), signal);
  }

  private build({ id, kind }: HookContribution): AskTaps {
    const ask = buildKinds[kind]([...(this.taps.get(id) ?? [])], (tap, call, args) => this.askContained(tap, call, args));
    this.built.set(id, ask);
    return ask;
  }

  private async askContained({ plugin, handler }: Tap, { hook, signal, tapTimeoutMs }: HookCall, args: unknown): Promise<TapOutcome> {
    const late = () => new ShellError('hook.tap-timeout', { hook, plugin, timeoutMs: tapTimeoutMs });
    this.options.onCall?.(plugin);
    const answer = enterPlugin(plugin, `hook ${hook}`, () => handler(args, { signal }));
    try {
      return { value: await withTimeout(untilAborted(answer, this.options.silenceOf?.(plugin)), tapTimeoutMs, late) };
    } catch (error) {
      if (signal.aborted || isIntendedEnd(error)) return {};
      this.options.onTapFailure({ hook, plugin, error });
      return { failure: error instanceof ShellError && lateCodes.has(error.code) ? 'late' : 'failed' };
    }
  }
}

function checkArguments({ contribution, check }: HookPoint, args: unknown): unknown {
  if (!check || !contribution.arguments) return args;
  const outcome = check(args);
  if (!outcome.ok) throw new ShellError('hook.arguments-invalid', { hook: contribution.id, problems: outcome.problems });
  return sealSecretMembers(contribution.arguments, args);
}

const buildKinds: Record<HookKind, (taps: readonly Tap[], ask: AskTap) => AskTaps> = {
  series: (taps, ask) => collectAnswers(new AsyncSeriesHook(['call', 'answers']), taps, ask),

  parallel: (taps, ask) => collectAnswers(new AsyncParallelHook(['call', 'answers']), taps, ask),

  bail(taps, ask) {
    const hook = new AsyncSeriesBailHook<[HookCall], HookAnswer | undefined>(['call']);
    for (const tap of taps) {
      hook.tapPromise(tap.plugin, async (call) => {
        const { value } = await ask(tap, call, call.args);
        return value === undefined ? undefined : { plugin: tap.plugin, value };
      });
    }
    return (call) => hook.promise(call);
  },

  waterfall(taps, ask) {
    const hook = new AsyncSeriesWaterfallHook<[unknown, HookCall]>(['value', 'call']);
    for (const tap of taps) {
      hook.tapPromise(tap.plugin, async (value, call) => (await ask(tap, call, { ...(call.args as object), value })).value);
    }
    return (call) => hook.promise((call.args as { value: unknown }).value, call);
  },
};

type CollectingHook = AsyncSeriesHook<[HookCall, HookAnswer[]]> | AsyncParallelHook<[HookCall, HookAnswer[]]>;

function collectAnswers(hook: CollectingHook, taps: readonly Tap[], ask: AskTap): AskTaps {
  for (const [index, tap] of taps.entries()) {
    hook.tapPromise(tap.plugin, async (call, answers) => {
      const { value, failure } = await ask(tap, call, call.args);
      if (value !== undefined) answers[index] = { plugin: tap.plugin, value };
      else if (failure && call.withFailures) answers[index] = { plugin: tap.plugin, value, failure };
    });
  }
  return async (call) => {
    const answers: HookAnswer[] = [];
    await hook.promise(call, answers);
    return answers.filter(Boolean);
  };
}
