import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { describeFaults, type ManifestFault } from '../../../core/manifest/manifest-fault.ts';
import type { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import type { DiscoveredPlugin, PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginState } from '../../../core/plugins/plugin-status.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';
import { SerialQueue } from '../serial-queue.ts';
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
  /** `disabled`: switched off by the user. `held-back`: wanted, but left out in safe mode or for the time being. */
  readonly state: PluginState | 'disabled' | 'held-back' | 'broken';
  readonly faults: readonly ManifestFault[];
  /** Why it could not be loaded, or its last activation failed. */
  readonly error?: unknown;
  /** Why what its folder holds by now is not loaded, while what was loaded before goes on. `faults` are those of now. */
  readonly rejection?: ShellError;
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
  /** What was installed, and from which folder it is to be loaded. Default: nothing. */
  readonly installed?: () => readonly InstalledFolder[];
  /** Begins with the bundled plugins alone. */
  readonly isSafeMode?: boolean;
  /** Told of each plugin that can't be loaded, and of warnings about one that can. */
  readonly onProblem: (name: string, problem: { readonly error?: ShellError; readonly warnings?: readonly ManifestFault[] }) => void;
}

export interface InstalledFolder {
  readonly id: string;
  readonly location: string;
}

interface LibraryEntry extends Omit<ListedPlugin, 'state' | 'manifest'> {
  readonly plugin?: DiscoveredPlugin;
  readonly revision: string;
  /** Switched off by the user, or held back for the time being. */
  isOff: boolean;
}

const disabledCollection = 'disabled-plugins';

/** Finds the plugins, hands those that are sound and wanted to the manager, and remembers the others. */
export class PluginLibrary {
  private readonly entries = new Map<string, LibraryEntry>();
  /** Where the plugin that was handed to the manager last under an id comes from. */
  private readonly loadedAt = new Map<string, string>();
  private readonly disabled = new Set<string>();
  private heldBack: ReadonlySet<string> = new Set();
  private isSafeMode: boolean;
  /** What is loaded changes in steps that wait; two at a time would load what the other has just switched off. */
  private readonly changes = new SerialQueue();
  private readonly changed = new EventEmitter<void>();

  /** Fires when a plugin was loaded, unloaded or found broken. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: PluginLibraryOptions) {
    this.isSafeMode = options.isSafeMode ?? false;
  }

  /** Finds and adds every plugin; none is activated. A broken one is remembered, and stops no other. */
  async load(): Promise<void> {
    const { storage, cache, bundledFolder, developmentFolders, installed = () => [] } = this.options;
    const [disabled, bundled] = await Promise.all([storage.list(disabledCollection), findPluginFolders(bundledFolder), cache.load()]);
    for (const { id } of disabled) this.disabled.add(id);
    const found = [
      ...bundled.map((folder) => this.discover(folder, 'bundled')),
      ...installed().map(({ id, location }) => this.discover(location, 'installed', id)),
      ...developmentFolders.map((folder) => this.discover(folder, 'development')),
    ];
    for (const entry of await Promise.all(found)) this.add(entry);
  }

  /** Bundled ones first, then installed ones, each group by name. */
  list(): readonly ListedPlugin[] {
    return [...this.entries.values()].map((entry) => this.describe(entry));
  }

  /** The loaded plugin of an id, and what tells it from one loaded before under the same id. */
  find(id: string): { readonly plugin: DiscoveredPlugin; readonly revision: string } | undefined {
    const location = this.loadedAt.get(id);
    const { plugin, revision, isOff, error } = (location !== undefined && this.entries.get(location)) || {};
    return plugin && revision !== undefined && !isOff && error === undefined ? { plugin, revision } : undefined;
  }

  /**
   * Switches a plugin off, now and for later starts.
   * @throws ShellError `plugin.unknown`.
   */
  disable(id: string): Promise<void> {
    return this.changes.run(async () => {
      const entry = this.require(id);
      if (this.disabled.has(id)) return;
      await this.options.storage.write([{ collection: disabledCollection, id, value: true }]);
      this.disabled.add(id);
      await this.follow(entry);
      this.changed.fire();
    });
  }

  /**
   * Switches a plugin on again, now and for later starts. One that is held back stays so for the time being.
   * @throws ShellError `plugin.unknown`, or why it can't be loaded.
   */
  enable(id: string): Promise<void> {
    return this.changes.run(async () => {
      const entry = this.require(id);
      await this.forgetDisabled(id);
      const { error } = await this.follow(entry);
      this.changed.fire();
      if (error !== undefined) throw error;
    });
  }

  /** Holds plugins back beside those that the user switched off, in place of those held back before. Nothing of it is kept. */
  holdBack(ids: ReadonlySet<string>): Promise<void> {
    return this.changes.run(() => {
      this.heldBack = ids;
      return this.followAll();
    });
  }

  /** Whether the bundled plugins alone are loaded. */
  get isInSafeMode(): boolean {
    return this.isSafeMode;
  }

  /** Loads what the safe mode left out. */
  leaveSafeMode(): Promise<void> {
    return this.changes.run(async () => {
      this.isSafeMode = false;
      await this.followAll();
      this.changed.fire();
    });
  }

  /**
   * Loads an installed plugin from another folder, or not at all any more; active again when it was.
   * @param location `undefined` when it was removed: whether it was switched off is forgotten then.
   */
  setInstalled(id: string, location: string | undefined): Promise<void> {
    return this.changes.run(async () => {
      const former = [...this.entries.values()].find((entry) => entry.id === id && entry.origin === 'installed');
      if (location === undefined) await this.forgetDisabled(id);
      await this.replace(former, location === undefined ? undefined : await this.discover(location, 'installed', id));
    });
  }

  /**
   * Reads a plugin's folder anew: unloads what was loaded from it, and loads and activates what is there now. Where that has no sound
   * manifest, what is loaded goes on: an author is in the middle of a change.
   */
  reload(location: string): Promise<void> {
    return this.changes.run(async () => {
      const former = this.entries.get(location);
      const next = await this.discover(location, former?.origin ?? 'development');
      if (former && !next.plugin && this.isLoaded(former)) this.reject(former, next);
      else await this.replace(former, next);
    });
  }

  private reject(former: LibraryEntry, { faults, error }: LibraryEntry): void {
    const rejection = error instanceof ShellError ? { rejection: error } : {};
    this.entries.set(former.location, { ...former, faults, ...rejection });
    this.changed.fire();
  }

  private async replace(former: LibraryEntry | undefined, next: LibraryEntry | undefined): Promise<void> {
    const wasActive = former !== undefined && this.isLoaded(former) && this.options.manager.status(former.id).state !== 'inactive';
    if (former) await this.unload(former);
    if (former && former.location !== next?.location) this.entries.delete(former.location);
    if (next) this.activate(this.add(next), { always: wasActive });
    else this.changed.fire();
  }

  private async forgetDisabled(id: string): Promise<void> {
    if (!this.disabled.has(id)) return;
    await this.options.storage.write([{ collection: disabledCollection, id }]);
    this.disabled.delete(id);
  }

  private async followAll(): Promise<void> {
    for (const entry of [...this.entries.values()]) await this.follow(entry);
  }

  /** Loads or unloads a plugin as it is wanted by now. */
  private async follow(entry: LibraryEntry): Promise<LibraryEntry> {
    const isOff = this.isOff(entry);
    if (isOff === entry.isOff) return entry;
    if (!isOff) {
      const added = this.add({ ...entry, isOff });
      this.activate(added);
      return added;
    }
    await this.unload(entry);
    entry.isOff = isOff;
    this.changed.fire();
    return entry;
  }

  private isOff({ id, origin }: Pick<LibraryEntry, 'id' | 'origin'>): boolean {
    return this.disabled.has(id) || this.heldBack.has(id) || (this.isSafeMode && origin !== 'bundled');
  }

  /** Another plugin of the same id may be the one that the manager knows. */
  private isLoaded({ id, plugin }: LibraryEntry): boolean {
    return plugin !== undefined && this.find(id)?.plugin === plugin;
  }

  private async unload(entry: LibraryEntry): Promise<void> {
    if (this.isLoaded(entry)) await this.options.manager.remove(entry.id);
  }

  /** @param knownId of an installed plugin, whose manifest may no longer tell. */
  private async discover(location: string, origin: PluginOrigin, knownId?: string): Promise<LibraryEntry> {
    const found = await discoverPlugin(location, origin, this.options.cache);
    if ('broken' in found) {
      const { name, faults } = found.broken;
      const error = new ShellError('manifest.invalid', { plugin: name, faults: describeFaults(faults) });
      return { id: knownId ?? name, origin, location, faults, error, revision: '', isOff: false };
    }
    const { plugin, warnings } = found;
    // Modules of a plugin under development change without its manifest.
    const revision = origin === 'development' ? `${found.revision}-${Date.now().toString(36)}` : found.revision;
    const { id, version } = plugin.manifest;
    if (warnings.length > 0) this.options.onProblem(id, { warnings });
    return { id, version, origin, location, faults: [], plugin, revision, isOff: this.isOff({ id, origin }) };
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
    if (!entry.plugin || entry.isOff) return entry;
    const { error: _former, ...sound } = entry;
    try {
      this.options.manager.add(entry.plugin);
      this.loadedAt.set(entry.id, entry.location);
      return sound;
    } catch (error) {
      return { ...sound, error };
    }
  }

  private activate({ plugin, isOff, error }: LibraryEntry, { always = false } = {}): void {
    if (!plugin || isOff || error !== undefined) return;
    if (!always && !plugin.manifest.activationEvents.includes('onStartup')) return;
    // The manager reports a failure, and the plugin's status keeps it.
    this.options.manager.activate(plugin.manifest.id).catch(() => {});
  }

  private require(id: string): LibraryEntry {
    const entry = [...this.entries.values()].find((candidate) => candidate.id === id);
    if (!entry) throw new ShellError('plugin.unknown', { plugin: id });
    return entry;
  }

  private describe({ plugin, isOff, revision: _, ...entry }: LibraryEntry): ListedPlugin {
    if (!plugin) return { ...entry, state: 'broken' };
    const { manifest } = plugin;
    if (entry.error !== undefined) return { ...entry, manifest, state: 'broken' };
    if (isOff) return { ...entry, manifest, state: this.disabled.has(entry.id) ? 'disabled' : 'held-back' };
    const { state, error } = this.options.manager.status(entry.id);
    return { ...entry, manifest, state, ...(error !== undefined && { error }) };
  }
}
