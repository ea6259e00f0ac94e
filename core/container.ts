import 'reflect-metadata';
import { container as emptyRoot, injectable, instanceCachingFactory } from 'tsyringe';
import { ShellError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import type { Plugin, PluginClass } from './plugin.ts';
import { asksFor, type PluginScope, type ServiceProvider } from './plugins/plugin-scope.ts';
import type { ServiceToken } from './service-token.ts';

const constructorTypes = 'design:paramtypes';

/**
 * Holds the services whose permissions one plugin's manifest asks for, and nothing else, and builds the plugin from them.
 *
 * tsyringe would construct any class it does not know, abstract ones included, and disposing one of
 * its child containers can dispose a parent's singletons. So everything asked for is checked here
 * first, nothing is registered in a parent, and the plugin's own store does the disposing.
 */
export class ServiceContainer implements Disposable {
  private readonly container = emptyRoot.createChildContainer();

  constructor(
    private readonly scope: PluginScope,
    private readonly providers: ReadonlyMap<string, ServiceProvider>,
  ) {
    for (const { token, create } of providers.values()) {
      if (token.permission && !asksFor(scope.manifest, token.permission)) continue;
      const useFactory = instanceCachingFactory(() => create(scope));
      this.container.register(token as unknown as PluginClass, { useFactory });
    }
  }

  /**
   * Constructs a plugin with the services that its constructor names.
   * @throws ShellError `service.not-granted`, `service.unknown`, `plugin.services-unknown`.
   */
  build(pluginClass: PluginClass): Plugin {
    const services = this.namedServices(pluginClass);
    for (const service of services) this.requireAsked(service);
    Reflect.defineMetadata(constructorTypes, services, pluginClass);
    injectable()(pluginClass);
    return this.container.resolve(pluginClass);
  }

  dispose(): void {
    this.container.reset();
  }

  private namedServices(pluginClass: PluginClass): readonly ServiceToken<unknown>[] {
    const named = pluginClass.services ?? Reflect.getOwnMetadata(constructorTypes, pluginClass) ?? [];
    if (named.length < pluginClass.length) {
      throw new ShellError('plugin.services-unknown', { plugin: this.scope.manifest.id });
    }
    return named;
  }

  private requireAsked(service: ServiceToken<unknown> | undefined): void {
    const plugin = this.scope.manifest.id;
    const provider = service && this.providers.get(service.serviceId);
    if (!provider || provider.token !== service) {
      throw new ShellError('service.unknown', { plugin, service: service?.name ?? 'undefined' });
    }
    if (!this.container.isRegistered(service as unknown as PluginClass)) {
      throw new ShellError('service.not-granted', { plugin, service: service.name, permission: service.permission ?? '' });
    }
  }
}
