import { ShellError } from '../errors.ts';
import { type Event, EventEmitter } from '../event.ts';
import type { Disposable } from '../lifecycle.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { findCycle } from './dependency-order.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';
import { PluginRecovery } from './plugin-recovery.ts';
import type { DiscoveredPlugin, PluginRuntime } from './plugin-runtime.ts';
import { grantAll, type PluginGrants } from './plugin-scope.ts';
import type { PluginStatus } from './plugin-status.ts';
import { PluginStay } from './plugin-stay.ts';
import { isUnwantedLoss } from './process-loss.ts';
import { RestartPolicy } from './restart-policy.ts';

export interface PluginManagerOptions {
  readonly runtime: PluginRuntime;
  /** Makes what a manifest contributes known; the handle takes it all back. Throws when an id is taken. */
  readonly declare: (plugin: DiscoveredPlugin) => Disposable;
  /** What a plugin may do. Default: all that its manifest asks for. */
  readonly grantsOf?: (plugin: DiscoveredPlugin) => PluginGrants;
  /** Told of every activation that failed, of throws in `deactivate` and while undoing, of processes lost and plugins switched off. */
  readonly onFailure: (plugin: string, error: unknown) => void;
  /** Whether a plugin whose process was lost is to start again before anything asks for it. Default: when it waits for the start. */
  readonly isNeeded?: (plugin: DiscoveredPlugin) => boolean;
  readonly restartPolicy?: RestartPolicy;
  /** Default 10 000. */
  readonly activationTimeoutMs?: number;
  /** Default 5 000. */
  readonly deactivationTimeoutMs?: number;
}

/**
 * Loads, activates and unloads plugins.
 *
 * A plugin is activated when an event it waits for happens, its dependencies first; whoever asks
 * meanwhile shares the same activation. Unloading stops dependents first, and whatever a plugin does or
 * throws, everything it added goes with it. One whose process is lost starts again after a pause, or when it is
 * next needed; after too many losses it stays switched off.
 */
export class PluginManager {
  private readonly catalogue = new PluginCatalogue();
  private readonly declarations = new Map<string, Disposable>();
  private readonly stays = new Map<string, PluginStay>();
  private readonly changed = new EventEmitter<string>();
  private readonly recovery: PluginRecovery;

  /** Fires with a plugin's id when its status changes. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(private readonly options: PluginManagerOptions) {
    this.recovery = new PluginRecovery(options.restartPolicy ?? new RestartPolicy({}), (id) => this.restartIfNeeded(id));
  }

  /**
   * Makes a plugin known, with all it contributes; none of its code runs.
   * @throws ShellError `plugin.duplicate`, `plugin.id-foreign`, or when an id it contributes is taken: then nothing of it stays.
   */
  add(plugin: DiscoveredPlugin): void {
    const { id } = plugin.manifest;
    this.catalogue.add(plugin);
    try {
      this.declarations.set(id, this.options.declare(plugin));
    } catch (error) {
      this.catalogue.remove(id);
      throw error;
    }
    this.changed.fire(id);
  }

  /** Unloads a plugin and takes back what it contributes. Does nothing for an unknown one. */
  async remove(id: string): Promise<void> {
    // Whoever needed it meanwhile began another stay.
    do await this.unload(id);
    while (this.stays.has(id));
    this.recovery.forget(id);
    this.catalogue.remove(id);
    this.declarations.get(id)?.dispose();
    this.declarations.delete(id);
    this.changed.fire(id);
  }

  /** Ids of every known plugin. */
  ids(): Iterable<string> {
    return this.catalogue.ids();
  }

  /** Every known plugin, in the order in which they were added. */
  list(): readonly PluginStatus[] {
    return this.catalogue.list().map((plugin) => this.statusOf(plugin));
  }

  /** Their manifests, in the same order. */
  manifests(): readonly Manifest[] {
    return this.catalogue.list().map(({ manifest }) => manifest);
  }

  /** What `status` says, or `undefined` for an unknown plugin. */
  find(id: string): PluginStatus | undefined {
    return this.catalogue.has(id) ? this.status(id) : undefined;
  }

  /** @throws ShellError `plugin.unknown`. */
  status(id: string): PluginStatus {
    return this.statusOf(this.catalogue.require(id));
  }

  /** What a plugin may do, whether it is active or not. @throws ShellError `plugin.unknown`. */
  grants(id: string): PluginGrants {
    return this.grantsOf(this.catalogue.require(id));
  }

  /**
   * Activates a plugin, its dependencies first. One that is active already costs nothing; one that failed
   * fails again with the same error until it is unloaded. One that is being unloaded, or whose process was just lost, starts afterwards.
   * @throws ShellError `plugin.cycle`, `plugin.dependency-missing`, `plugin.activation-timeout`, `plugin.activation-failed`,
   *   `plugin.process-ended`, `plugin.switched-off`.
   */
  activate(id: string): Promise<void> {
    const stay = this.stays.get(id);
    if (stay && !stay.isEnding) return stay.activation;
    const plugin = this.catalogue.require(id);
    const switchedOff = this.recovery.error(id);
    if (switchedOff) return Promise.reject(switchedOff);
    return this.begin(plugin, stay).activation;
  }

  /**
   * Activates all plugins that wait for an event. A hook doesn't wait for one that is being unloaded, whose `deactivate` may be what calls it.
   * @throws AggregateError, or the error itself where there is only one.
   */
  async activateByEvent(event: string): Promise<void> {
    const isHook = event.startsWith('onHook:');
    const waiting = this.catalogue.waitingFor(event).filter((id) => !(isHook && this.stays.get(id)?.isEnding));
    const outcomes = await Promise.allSettled(waiting.map((id) => this.activate(id)));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `Plugins failed to activate at ${event}`);
  }

  /** Deactivates a plugin after its dependents. What it contributes stays known, and activates it anew when needed. */
  async unload(id: string): Promise<void> {
    await this.unloadAfterDependents(id, new Set());
  }

  /** Ends a plugin and its process at once, without asking it. It starts again when it is next needed. */
  async kill(id: string): Promise<void> {
    await this.endStay(id, (stay) => stay.kill());
  }

  /** Ends a plugin and starts it anew, whatever happened to it before. @throws as {@link activate}. */
  async restart(id: string): Promise<void> {
    this.catalogue.require(id);
    await this.unload(id);
    this.recovery.forget(id);
    await this.activate(id);
  }

  /** Unloads every plugin, each after its dependents and beside all others. */
  async unloadAll(): Promise<void> {
    this.recovery.cancelAll();
    await Promise.all([...this.stays.keys()].map((id) => this.unload(id)));
  }

  /** Ends every plugin and every process at once. */
  async killAll(): Promise<void> {
    this.recovery.cancelAll();
    await Promise.all([...this.stays.keys()].map((id) => this.kill(id)));
  }

  /** Notes whether the event loop of a plugin's process answers. */
  setResponsive(id: string, isResponsive: boolean): void {
    this.stays.get(id)?.setResponsive(isResponsive);
  }

  /** Aborted as long as the event loop of a plugin's process doesn't answer. */
  silenceOf(id: string): AbortSignal | undefined {
    return this.stays.get(id)?.silence;
  }

  private begin(plugin: DiscoveredPlugin, former: PluginStay | undefined): PluginStay {
    const { id } = plugin.manifest;
    const { runtime, activationTimeoutMs = 10_000, deactivationTimeoutMs = 5_000, onFailure } = this.options;
    const stay: PluginStay = new PluginStay(plugin, {
      ...{ runtime, activationTimeoutMs, deactivationTimeoutMs },
      grants: this.grantsOf(plugin),
      prepare: () => this.prepare(plugin, former),
      onDidChange: () => this.changed.fire(id),
      onFailure: (error) => onFailure(id, error),
      onLost: (loss) => this.lost(id, stay, loss),
    });
    this.stays.set(id, stay);
    this.changed.fire(id);
    return stay;
  }

  private grantsOf(plugin: DiscoveredPlugin): PluginGrants {
    return this.options.grantsOf?.(plugin) ?? grantAll(plugin.manifest);
  }

  /** @param asked those whose end waits for this one: a circle of plugins can't be activated, but has to end. */
  private async unloadAfterDependents(id: string, asked: ReadonlySet<string>): Promise<void> {
    const path = new Set([...asked, id]);
    const dependents = this.catalogue.dependentsOf(id).filter((dependent) => this.stays.has(dependent) && !path.has(dependent));
    if (dependents.length > 0) await Promise.all(dependents.map((dependent) => this.unloadAfterDependents(dependent, path)));
    await this.endStay(id, (stay) => stay.finish());
  }

  private async prepare({ manifest: { id, pluginDependencies } }: DiscoveredPlugin, former: PluginStay | undefined): Promise<void> {
    await former?.finish();
    await this.recovery.untilReady(id);
    const cycle = findCycle(id, (plugin) => this.catalogue.dependenciesOf(plugin));
    if (cycle) throw new ShellError('plugin.cycle', { path: cycle.join(' → ') });
    const missing = pluginDependencies.find((dependency) => !this.catalogue.has(dependency));
    if (missing !== undefined) throw new ShellError('plugin.dependency-missing', { plugin: id, dependency: missing });
    await Promise.all(pluginDependencies.map((dependency) => this.activate(dependency)));
  }

  private async endStay(id: string, end: (stay: PluginStay) => Promise<void>): Promise<void> {
    this.recovery.cancel(id);
    const stay = this.stays.get(id);
    if (!stay) return;
    await end(stay);
    if (this.stays.get(id) === stay) this.stays.delete(id);
    this.changed.fire(id);
  }

  private lost(id: string, stay: PluginStay, loss: ShellError): void {
    if (this.stays.get(id) === stay) this.stays.delete(id);
    if (isUnwantedLoss(id, loss)) {
      const switchedOff = this.recovery.lost(id, loss);
      this.options.onFailure(id, switchedOff ?? loss);
    }
    this.changed.fire(id);
  }

  /** Whoever asked meanwhile has it started anyway. */
  private restartIfNeeded(id: string): void {
    const { isNeeded = waitsForStart } = this.options;
    const isAwaited = this.catalogue.dependentsOf(id).some((dependent) => this.stays.has(dependent));
    if (isAwaited || isNeeded(this.catalogue.require(id))) this.activate(id).catch(() => {});
    this.changed.fire(id);
  }

  private statusOf({ manifest, origin }: DiscoveredPlugin): PluginStatus {
    const { id } = manifest;
    const { activationMs, error = this.recovery.error(id), process, state = 'inactive' as const } = this.stays.get(id) ?? {};
    return {
      ...{ id, manifest, origin, losses: this.recovery.losses(id) },
      state: this.recovery.state(id) ?? state,
      ...(activationMs !== undefined && { activationMs }),
      ...(error !== undefined && { error }),
      ...(process && { process }),
    };
  }
}

function waitsForStart({ manifest }: DiscoveredPlugin): boolean {
  return manifest.activationEvents.includes('onStartup');
}
