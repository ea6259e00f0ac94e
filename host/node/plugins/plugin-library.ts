import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { describeFaults, type ManifestFault } from '../../../core/manifest/manifest-fault.ts';
import type { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import type { DiscoveredPlugin, PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginState } from '../../../core/plugins/plugin-status.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { discoverPlugin, findPluginFolders } from './discovery.ts';
import type { PluginFileCache } from './plugin-file-cache.ts';

/** A plugin as lists show it, whatever became of it. */
export interface ListedPlugin {
  /** Id, or for a broken one the name its manifest gives. */
  readonly id: string;
  readonly version?: string;
  readonly origin: PluginOrigin;
  readonly location: string;
  /** Absent where it can't be read. */
  readonly manifest?: Manifest;
  readonly state: PluginState | 'disabled' | 'broken';
  readonly faults: readonly ManifestFault[];
  /** Why it could not be loaded, or its last activation failed. */
  readonly error?: unknown;
}

export interface PluginLibraryOptions {
  readonly manager: PluginManager;
  readonly cache: PluginFileCache;
  /** Remembers which plugins are switched off. */
  readonly storage: StorageService;
  /** Folder below which each folder is a bundled plugin. */
  readonly bundledFolder: string;
  /** Folders of plugins under development. */
  readonly developmentFolders: readonly string[];
  /** Told of each plugin that can't be loaded, and of warnings about one that can. */
  readonly onProblem: (name: string, problem: { readonly error?: ShellError; readonly warnings?: readonly ManifestFault[] }) => void;
}

interface LibraryEntry extends Omit<ListedPlugin, 'state' | 'manifest'> {
  readonly plugin?: DiscoveredPlugin;
  readonly revision: string;
  isDisabled: boolean;
}

const disabledCollection = 'disabled-plugins';

/** Finds the plugins, hands those that are sound and wanted to the manager, and remembers the others. */
export class PluginLibrary {
  private readonly entries = new Map<string, LibraryEntry>();
  private readonly disabled = new Set<string>();
  private readonly changed = new EventEmitter<void>();

  /** Fires when a plugin was loaded, unloaded or found broken. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: PluginLibraryOptions) {}

  /** Finds and adds every plugin; none is activated. A broken one is remembered, and stops no other. */
  async load(): Promise<void> {
    const { storage, cache, bundledFolder, developmentFolders } = this.options;
    const [disabled, bundled] = await Promise.all([storage.list(disabledCollection), findPluginFolders(bundledFolder), cache.load()]);
    for (const { id } of disabled) this.disabled.add(id);
    const found = [
      ...bundled.map((folder) => this.discover(folder, 'bundled')),
      ...developmentFolders.map((folder) => this.discover(folder, 'development')),
    ];
    for (const entry of await Promise.all(found)) this.add(entry);
  }

  /** Bundled ones first, each group by name. */
  list(): readonly ListedPlugin[] {
    return [...this.entries.values()].map((entry) => this.describe(entry));
  }

  /** The loaded plugin of an id, and what tells it from one loaded before under the same id. */
  find(id: string): { readonly plugin: DiscoveredPlugin; readonly revision: string } | undefined {
    for (const { plugin, revision, isDisabled, error } of this.entries.values()) {
      if (plugin?.manifest.id === id && !isDisabled && error === undefined) return { plugin, revision };
    }
    return undefined;
  }

  /**
   * Switches a plugin off, now and for later starts.
   * @throws ShellError `plugin.unknown`.
   */
  async disable(id: string): Promise<void> {
    const entry = this.require(id);
    if (entry.isDisabled) return;
    await this.options.storage.write([{ collection: disabledCollection, id, value: true }]);
    this.disabled.add(id);
    entry.isDisabled = true;
    await this.options.manager.remove(id);
    this.changed.fire();
  }

  /**
   * Switches a plugin on again, now and for later starts.
   * @throws ShellError `plugin.unknown`, or why it can't be loaded.
   */
  async enable(id: string): Promise<void> {
    const entry = this.require(id);
    await this.options.storage.write([{ collection: disabledCollection, id }]);
    this.disabled.delete(id);
    if (!entry.isDisabled) {
      if (entry.error !== undefined) throw entry.error;
      return;
    }
    const added = this.add({ ...entry, isDisabled: false });
    if (added.error !== undefined) throw added.error;
    this.activate(added);
  }

  /** Reads a plugin's folder anew: unloads what was loaded from it, and loads and activates what is there now. */
  async reload(location: string): Promise<void> {
    const former = this.entries.get(location);
    const next = await this.discover(location, former?.origin ?? 'development');
    const isLoaded = former?.plugin !== undefined && this.find(former.id)?.plugin === former.plugin;
    const wasActive = isLoaded && this.options.manager.status(former.id).state !== 'inactive';
    if (isLoaded) await this.options.manager.remove(former.id);
    this.activate(this.add(next), { always: wasActive });
  }

  private async discover(location: string, origin: PluginOrigin): Promise<LibraryEntry> {
    const found = await discoverPlugin(location, origin, this.options.cache);
    if ('broken' in found) {
      const { name, faults } = found.broken;
      const error = new ShellError('manifest.invalid', { plugin: name, faults: describeFaults(faults) });
      return { id: name, origin, location, faults, error, revision: '', isDisabled: false };
    }
    const { plugin, warnings } = found;
    // Modules of a plugin under development change without its manifest.
    const revision = origin === 'development' ? `${found.revision}-${Date.now().toString(36)}` : found.revision;
    const { id, version } = plugin.manifest;
    if (warnings.length > 0) this.options.onProblem(id, { warnings });
    return { id, version, origin, location, faults: [], plugin, revision, isDisabled: this.disabled.has(id) };
  }

  private add(found: LibraryEntry): LibraryEntry {
    const entry = this.handOver(found);
    this.entries.set(entry.location, entry);
    if (entry.error instanceof ShellError) this.options.onProblem(entry.id, { error: entry.error });
    this.changed.fire();
    return entry;
  }

  /** Another plugin may hold the id, or an id that this one contributes. */
  private handOver(entry: LibraryEntry): LibraryEntry {
    if (!entry.plugin || entry.isDisabled) return entry;
    const { error: _former, ...sound } = entry;
    try {
      this.options.manager.add(entry.plugin);
      return sound;
    } catch (error) {
      return { ...sound, error };
    }
  }

  private activate({ plugin, isDisabled, error }: LibraryEntry, { always = false } = {}): void {
    if (!plugin || isDisabled || error !== undefined) return;
    if (!always && !plugin.manifest.activationEvents.includes('onStartup')) return;
    // The manager reports a failure, and the plugin's status keeps it.
    this.options.manager.activate(plugin.manifest.id).catch(() => {});
  }

  private require(id: string): LibraryEntry {
    const entry = [...this.entries.values()].find((candidate) => candidate.id === id);
    if (!entry) throw new ShellError('plugin.unknown', { plugin: id });
    return entry;
  }

  private describe({ plugin, isDisabled, revision: _, ...entry }: LibraryEntry): ListedPlugin {
    if (!plugin) return { ...entry, state: 'broken' };
    const { manifest } = plugin;
    if (entry.error !== undefined) return { ...entry, manifest, state: 'broken' };
    if (isDisabled) return { ...entry, manifest, state: 'disabled' };
    const { state, error } = this.options.manager.status(entry.id);
    return { ...entry, manifest, state, ...(error !== undefined && { error }) };
  }
}
