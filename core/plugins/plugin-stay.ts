import { withTimeout } from '../async.ts';
import { ShellError } from '../errors.ts';
import { DisposableStore } from '../lifecycle.ts';
import type { DiscoveredPlugin, PluginProcess, PluginRuntime, RunningPlugin } from './plugin-runtime.ts';
import type { PluginGrants, PluginScope } from './plugin-scope.ts';
import type { PluginState } from './plugin-status.ts';
import { isUnwantedLoss, processLoss } from './process-loss.ts';

export interface PluginStayOptions {
  readonly runtime: PluginRuntime;
  readonly grants: PluginGrants;
  /** What has to be done before: a former stay's end, the plugins it depends on. Not part of the activation's time. */
  readonly prepare: () => Promise<void>;
  readonly activationTimeoutMs: number;
  readonly deactivationTimeoutMs: number;
  readonly onDidChange: () => void;
  /** Told of a failed activation, of throws in `deactivate` and while undoing. */
  readonly onFailure: (error: unknown) => void;
  /** Told when the process ended though nobody asked it to. Nothing of the plugin is left then. */
  readonly onLost: (loss: ShellError) => void;
}

/**
 * One activation of a plugin, from its start to its end. Whatever the plugin does, throws or kills, all that it added goes with
 * the stay.
 */
export class PluginStay {
  readonly activation: Promise<void>;
  activationMs: number | undefined;
  error: unknown;
  private readonly store = new DisposableStore();
  private readonly ending = new AbortController();
  private readonly lost = Promise.withResolvers<never>();
  private running: RunningPlugin | undefined;
  private ownProcess: PluginProcess | undefined;
  private step: 'activating' | 'active' | 'failed' = 'activating';
  private isResponsive = true;
  private silenced = new AbortController();
  private end: Promise<void> | undefined;

  constructor(
    private readonly plugin: DiscoveredPlugin,
    private readonly options: PluginStayOptions,
  ) {
    this.lost.promise.catch(() => {});
    this.activation = this.run();
    // Whoever activated it hears of a failure; this keeps one that nobody waits for from ending the process.
    this.activation.catch(() => {});
  }

  get state(): PluginState {
    return this.isResponsive || this.step === 'failed' ? this.step : 'unresponsive';
  }

  get isEnding(): boolean {
    return this.end !== undefined;
  }

  get process(): PluginProcess | undefined {
    return this.step === 'failed' ? undefined : this.ownProcess;
  }

  /** Aborted as long as the event loop of its process doesn't answer. */
  get silence(): AbortSignal {
    return this.silenced.signal;
  }

  setResponsive(isResponsive: boolean): void {
    if (isResponsive === this.isResponsive) return;
    this.isResponsive = isResponsive;
    if (isResponsive) this.silenced = new AbortController();
    else this.silenced.abort(new ShellError('plugin.unresponsive', { plugin: this.id }));
    this.options.onDidChange();
  }

  /** Deactivates the plugin and clears what it added. One that doesn't respond isn't asked. Later calls wait for the first. */
  finish(): Promise<void> {
    this.end ??= this.deactivateAndClear();
    return this.end;
  }

  /** Clears what the plugin added without asking it, whatever it is about to do. */
  kill(): Promise<void> {
    this.isResponsive = false;
    this.ending.abort();
    this.ownProcess?.kill();
    return this.finish();
  }

  private async run(): Promise<void> {
    let startedAt = performance.now();
    try {
      await this.options.prepare();
      if (this.ending.signal.aborted) throw new Error('Given up before it was started');
      startedAt = performance.now();
      const { activationTimeoutMs: timeoutMs } = this.options;
      const late = () => new ShellError('plugin.activation-timeout', { plugin: this.id, timeoutMs });
      await withTimeout(this.startAndActivate(), timeoutMs, late);
      this.step = 'active';
    } catch (error) {
      this.fail(error);
      throw this.error;
    } finally {
      this.activationMs = performance.now() - startedAt;
      this.options.onDidChange();
    }
  }

  private async startAndActivate(): Promise<void> {
    const { runtime, grants } = this.options;
    const scope: PluginScope = { manifest: this.plugin.manifest, grants, store: this.store, signal: this.ending.signal };
    const running = await Promise.race([runtime.start(this.plugin, scope, (process) => this.attach(process)), this.lost.promise]);
    if (this.step === 'failed' || this.ending.signal.aborted) throw new Error('Given up before it was activated');
    this.running = running;
    await Promise.race([running.activate(), this.lost.promise]);
  }

  private attach(process: PluginProcess): void {
    this.ownProcess = process;
    process.ended.then((end) => this.processEnded(processLoss(this.id, end)));
    // Given up meanwhile: nobody else would end it.
    if (this.step === 'failed' || this.isEnding) process.kill();
    else this.options.onDidChange();
  }

  private fail(error: unknown): void {
    this.step = 'failed';
    this.error = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin: this.id }, { cause: error });
    const isLoss = isUnwantedLoss(this.id, this.error);
    this.clear(isLoss ? this.error : undefined);
    if (this.isEnding) return;
    if (isLoss) this.options.onLost(this.error as ShellError);
    else this.options.onFailure(this.error);
  }

  private processEnded(loss: ShellError): void {
    this.lost.reject(loss);
    if (this.step !== 'active' || this.isEnding) return;
    this.step = 'failed';
    this.error = loss;
    this.clear(loss);
    this.options.onLost(loss);
  }

  private async deactivateAndClear(): Promise<void> {
    // In a process of its own nothing is half done that would have to be undone by itself.
    if (!this.isResponsive || this.step === 'activating') this.ownProcess?.kill();
    await this.activation.catch(() => {});
    this.ending.abort();
    if (this.step === 'active' && this.isResponsive && this.running) await this.deactivate(this.running);
    this.clear();
  }

  private async deactivate(running: RunningPlugin): Promise<void> {
    const { deactivationTimeoutMs: timeoutMs, onFailure } = this.options;
    const late = () => new ShellError('plugin.deactivation-timeout', { plugin: this.id, timeoutMs });
    try {
      await withTimeout(Promise.race([running.deactivate(), this.lost.promise]), timeoutMs, late);
    } catch (error) {
      // Of one that was killed meanwhile nothing else was to be expected.
      if (this.isResponsive) onFailure(error);
    }
  }

  /** @param reason what calls under way fail with. Default: they are cancelled. */
  private clear(reason?: unknown): void {
    this.ending.abort(reason);
    try {
      this.store.dispose();
    } catch (error) {
      this.options.onFailure(error);
    }
    this.ownProcess?.kill();
  }

  private get id(): string {
    return this.plugin.manifest.id;
  }
}
