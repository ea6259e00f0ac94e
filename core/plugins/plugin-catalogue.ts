import { ShellError } from '../errors.ts';
import { implicitActivationEvents } from '../manifest/activation-events.ts';
import { requireOwnNames } from './id-ownership.ts';
import type { DiscoveredPlugin } from './plugin-runtime.ts';

/** Which plugins there are, and which of them wait for an activation event. */
export class PluginCatalogue {
  private readonly plugins = new Map<string, DiscoveredPlugin>();
  private readonly waiting = new Map<string, Set<string>>();
  /** By the first word of their ids: only these can claim the same names. */
  private readonly families = new Map<string, Set<DiscoveredPlugin>>();

  /** @throws ShellError `plugin.duplicate`, `plugin.id-foreign`, `setting.foreign`. */
  add(plugin: DiscoveredPlugin): void {
    const { id } = plugin.manifest;
    const first = this.plugins.get(id);
    if (first) throw new ShellError('plugin.duplicate', { plugin: id, first: first.location, second: plugin.location });
    requireOwnNames(plugin, this.relatedTo(id));
    this.plugins.set(id, plugin);
    this.families.set(firstWord(id), this.familyOf(id).add(plugin));
    for (const event of activationEvents(plugin)) {
      this.waiting.set(event, (this.waiting.get(event) ?? new Set()).add(id));
    }
  }

  remove(id: string): void {
    const plugin = this.plugins.get(id);
    if (!plugin) return;
    this.plugins.delete(id);
    const family = this.familyOf(id);
    family.delete(plugin);
    if (family.size === 0) this.families.delete(firstWord(id));
    for (const event of activationEvents(plugin)) {
      const ids = this.waiting.get(event);
      ids?.delete(id);
      if (ids?.size === 0) this.waiting.delete(event);
    }
  }

  /** @throws ShellError `plugin.unknown`. */
  require(id: string): DiscoveredPlugin {
    const plugin = this.plugins.get(id);
    if (!plugin) throw new ShellError('plugin.unknown', { plugin: id });
    return plugin;
  }

  has(id: string): boolean {
    return this.plugins.has(id);
  }

  ids(): Iterable<string> {
    return this.plugins.keys();
  }

  list(): readonly DiscoveredPlugin[] {
    return [...this.plugins.values()];
  }

  /** Ids of the plugins to activate at an event, in the order in which they were added. */
  waitingFor(event: string): readonly string[] {
    return [...(this.waiting.get(event) ?? [])];
  }

  dependenciesOf(id: string): readonly string[] {
    return this.plugins.get(id)?.manifest.pluginDependencies ?? [];
  }

  dependentsOf(id: string): readonly string[] {
    return this.list()
      .filter(({ manifest }) => manifest.pluginDependencies.includes(id))
      .map(({ manifest }) => manifest.id);
  }

  /** Plugins whose id is the beginning of the other's: only they can claim the same names. */
  private relatedTo(id: string): readonly DiscoveredPlugin[] {
    return [...this.familyOf(id)].filter(({ manifest }) => manifest.id.startsWith(`${id}.`) || id.startsWith(`${manifest.id}.`));
  }

  private familyOf(id: string): Set<DiscoveredPlugin> {
    return this.families.get(firstWord(id)) ?? new Set();
  }
}

function firstWord(id: string): string {
  return id.split('.', 1)[0] ?? id;
}

function activationEvents({ manifest }: DiscoveredPlugin): Set<string> {
  return new Set([...manifest.activationEvents, ...implicitActivationEvents(manifest)]);
}
