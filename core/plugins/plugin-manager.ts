import { withTimeout } from '../async.ts';
import { ShellError } from '../errors.ts';
import { type Event, EventEmitter } from '../event.ts';
import { type Disposable, DisposableStore } from '../lifecycle.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { findCycle } from './dependency-order.ts';
import { PluginCatalogue } from './plugin-catalogue.ts';
import type { DiscoveredPlugin, PluginOrigin, PluginRuntime, RunningPlugin } from './plugin-runtime.ts';
import { grantAll, type PluginGrants, type PluginScope } from './plugin-scope.ts';

export type PluginState = 'inactive' | 'activating' | 'active' | 'failed';

/** What the manager knows of one plugin. */
export interface PluginStatus {
  readonly id: string;
  readonly manifest: Manifest;
  readonly origin: PluginOrigin;
  readonly state: PluginState;
  /** How long the last activation took. */
  readonly activationMs?: number;
  /** Why the last activation failed. */
  readonly error?: unknown;
}

export interface PluginManagerOptions {
  readonly runtime: PluginRuntime;
  /** Makes what a manifest contributes known; the handle takes it all back. Throws when an id is taken. */
  readonly declare: (plugin: DiscoveredPlugin) => Disposable;
  /** What a plugin may do. Default: all that its manifest asks for. */
  readonly grantsOf?: (plugin: DiscoveredPlugin) => PluginGrants;
  /** Told of every activation that failed, and of throws in `deactivate` and while undoing. */
  readonly onFailure: (plugin: string, error: unknown) => void;
  /** Default 10 000. */
  readonly activationTimeoutMs?: number;
  /** Default 5 000. */
  readonly deactivationTimeoutMs?: number;
}

/** One activation of a plugin, from its start to its end. */
interface Stay {
  readonly store: DisposableStore;
  readonly ending: AbortController;
  readonly startedAt: number;
  state: Exclude<PluginState, 'inactive'>;
  activation: Promise<void>;
  running?: RunningPlugin;
  activationMs?: number;
  error?: unknown;
}

/**
 * Loads, activates and unloads plugins.
 *
 * A plugin is activated when an event it waits for happens, its dependencies first; whoever asks
 * meanwhile shares the same activation. Unloading stops dependents first, and whatever a plugin does or
 * throws, everything it added goes with it.
 */
export class PluginManager {
  private readonly catalogue = new PluginCatalogue();
  private readonly declarations = new Map<string, Disposable>();
  private readonly stays = new Map<string, Stay>();
  private readonly changed = new EventEmitter<string>();

  /** Fires with a plugin's id when its status changes. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(private readonly options: PluginManagerOptions) {}

  /**
   * Makes a plugin known, with all it contributes; none of its code runs.
   * @throws ShellError `plugin.duplicate`, or when an id it contributes is taken: then nothing of it stays.
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
    await this.unload(id);
    this.catalogue.remove(id);
    this.declarations.get(id)?.dispose();
    this.declarations.delete(id);
    this.changed.fire(id);
  }

  /** Every known plugin, in the order in which they were added. */
  list(): readonly PluginStatus[] {
    return this.catalogue.list().map((plugin) => this.statusOf(plugin));
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
   * fails again with the same error until it is unloaded.
   * @throws ShellError `plugin.cycle`, `plugin.dependency-missing`, `plugin.activation-timeout`, `plugin.activation-failed`.
   */
  activate(id: string): Promise<void> {
    const stay = this.stays.get(id);
    if (stay) return stay.activation;
    return this.begin(this.catalogue.require(id)).activation;
  }

  /** Activates all plugins that wait for an event. @throws AggregateError, or the error itself where there is only one. */
  async activateByEvent(event: string): Promise<void> {
    const waiting = this.catalogue.waitingFor(event);
    const outcomes = await Promise.allSettled(waiting.map((id) => this.activate(id)));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    if (failures.length === 1) throw failures[0];
    if (failures.length > 1) throw new AggregateError(failures, `Plugins failed to activate at ${event}`);
  }

  /** Deactivates a plugin after its dependents. What it contributes stays known, and activates it anew when needed. */
  async unload(id: string): Promise<void> {
    for (const dependent of this.catalogue.dependentsOf(id)) await this.unload(dependent);
    const stay = this.stays.get(id);
    if (!stay) return;
    await this.end(id, stay);
    if (this.stays.get(id) === stay) this.stays.delete(id);
    this.changed.fire(id);
  }

  /** Unloads every plugin, those activated last first. */
  async unloadAll(): Promise<void> {
    for (const id of [...this.stays.keys()].reverse()) await this.unload(id);
  }

  private begin(plugin: DiscoveredPlugin): Stay {
    const { id } = plugin.manifest;
    const stay: Stay = {
      store: new DisposableStore(),
      ending: new AbortController(),
      startedAt: performance.now(),
      state: 'activating',
      activation: Promise.resolve(),
    };
    this.stays.set(id, stay);
    stay.activation = this.run(plugin, stay);
    // Whoever activated it hears of a failure; this keeps one that nobody waits for from ending the process.
    stay.activation.catch(() => {});
    this.changed.fire(id);
    return stay;
  }

  private async run(plugin: DiscoveredPlugin, stay: Stay): Promise<void> {
    const { id } = plugin.manifest;
    const timeoutMs = this.options.activationTimeoutMs ?? 10_000;
    try {
      await this.activateDependencies(plugin);
      const late = () => new ShellError('plugin.activation-timeout', { plugin: id, timeoutMs });
      await withTimeout(this.startAndActivate(plugin, stay), timeoutMs, late);
      stay.state = 'active';
    } catch (error) {
      stay.state = 'failed';
      stay.error = error instanceof ShellError ? error : new ShellError('plugin.activation-failed', { plugin: id }, { cause: error });
      this.clear(id, stay);
      this.options.onFailure(id, stay.error);
      throw stay.error;
    } finally {
      stay.activationMs = performance.now() - stay.startedAt;
      this.changed.fire(id);
    }
  }

  private async activateDependencies({ manifest: { id, pluginDependencies } }: DiscoveredPlugin): Promise<void> {
    const cycle = findCycle(id, (plugin) => this.catalogue.dependenciesOf(plugin));
    if (cycle) throw new ShellError('plugin.cycle', { path: cycle.join(' → ') });
    const missing = pluginDependencies.find((dependency) => !this.catalogue.has(dependency));
    if (missing !== undefined) throw new ShellError('plugin.dependency-missing', { plugin: id, dependency: missing });
    await Promise.all(pluginDependencies.map((dependency) => this.activate(dependency)));
  }

  private async startAndActivate(plugin: DiscoveredPlugin, stay: Stay): Promise<void> {
    const { manifest } = plugin;
    const scope: PluginScope = { manifest, grants: this.grantsOf(plugin), store: stay.store, signal: stay.ending.signal };
    const running = await this.options.runtime.start(plugin, scope);
    stay.running = running;
    await running.activate();
  }

  private grantsOf(plugin: DiscoveredPlugin): PluginGrants {
    return this.options.grantsOf?.(plugin) ?? grantAll(plugin.manifest);
  }

  private async end(id: string, stay: Stay): Promise<void> {
    await stay.activation.catch(() => {});
    const wasActive = stay.state === 'active';
    stay.ending.abort();
    if (wasActive && stay.running) await this.deactivate(id, stay.running);
    this.clear(id, stay);
  }

  private async deactivate(id: string, running: RunningPlugin): Promise<void> {
    const timeoutMs = this.options.deactivationTimeoutMs ?? 5_000;
    const late = () => new ShellError('plugin.deactivation-timeout', { plugin: id, timeoutMs });
    try {
      await withTimeout(running.deactivate(), timeoutMs, late);
    } catch (error) {
      this.options.onFailure(id, error);
    }
  }

  private clear(id: string, stay: Stay): void {
    stay.ending.abort();
    try {
      stay.store.dispose();
    } catch (error) {
      this.options.onFailure(id, error);
    }
  }

  private statusOf({ manifest, origin }: DiscoveredPlugin): PluginStatus {
    const { id } = manifest;
    const { state = 'inactive', activationMs, error } = this.stays.get(id) ?? {};
    return { id, manifest, origin, state, ...(activationMs !== undefined && { activationMs }), ...(error !== undefined && { error }) };
  }
}
