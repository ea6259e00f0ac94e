import { ServiceContainer } from '../container.ts';
import { ShellError } from '../errors.ts';
import type { PluginClass } from '../plugin.ts';
import { enterPlugin } from './guard.ts';
import type { DiscoveredPlugin, PluginRuntime, RunningPlugin } from './plugin-runtime.ts';
import type { PluginScope, ServiceProvider } from './plugin-scope.ts';

/** Imports a plugin's main module. */
export type LoadModule = (plugin: DiscoveredPlugin) => Promise<{ readonly default?: unknown }>;

/** Runs plugins in the host process: no cost, and no protection but the container's. */
export class InlineRuntime implements PluginRuntime {
  private readonly providers: ReadonlyMap<string, ServiceProvider>;

  constructor(
    private readonly loadModule: LoadModule,
    providers: readonly ServiceProvider[],
  ) {
    this.providers = new Map(providers.map((provider) => [provider.token.serviceId, provider]));
  }

  async start(plugin: DiscoveredPlugin, scope: PluginScope): Promise<RunningPlugin> {
    const { id, main } = plugin.manifest;
    if (main === undefined) return { activate: async () => {}, deactivate: async () => {} };
    const module = await enterPlugin(id, 'load', () => this.loadModule(plugin));
    if (typeof module.default !== 'function') throw new ShellError('plugin.not-a-class', { plugin: id });
    const container = scope.store.add(new ServiceContainer(scope, this.providers));
    const instance = await enterPlugin(id, 'construct', () => container.build(module.default as PluginClass));
    return {
      activate: () => enterPlugin(id, 'activate', () => instance.activate()),
      deactivate: () => enterPlugin(id, 'deactivate', () => instance.deactivate?.()),
    };
  }
}
