import { ShellError } from '../../errors.ts';
import { EventEmitter } from '../../event.ts';
import { DisposableStore } from '../../lifecycle.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Permissions } from '../../manifest/permissions.ts';
import { InlineRuntime, type LoadModule } from '../../plugins/inline-runtime.ts';
import type { DiscoveredPlugin, RunningPlugin } from '../../plugins/plugin-runtime.ts';
import type { PluginScope } from '../../plugins/plugin-scope.ts';
import type { OfferedMethods, RemoteCalls } from '../remote-calls.ts';
import { createGuestProviders } from './guest-services.ts';

/** The service by which the host runs the plugin. */
export const pluginService = 'plugin';

/** What the host hands to `plugin.start`. */
export interface GuestStart {
  readonly plugin: DiscoveredPlugin;
  readonly permissions: Permissions;
}

export interface GuestPluginOptions {
  readonly host: RemoteCalls;
  readonly offered: OfferedMethods;
  readonly loadModule: LoadModule;
  /** A copy of a log line's fields that can be sent. */
  readonly toPlainFields: (fields: object) => Record<string, unknown>;
}

/** A plugin in a process of its own: it runs there as it would inside the host, on services that speak to the host. */
export class GuestPlugin {
  private readonly ending = new AbortController();
  private readonly grantsChanged = new EventEmitter<void>();
  private permissions: Permissions = {};
  private running: RunningPlugin | undefined;

  constructor(private readonly options: GuestPluginOptions) {
    options.offered.offer(pluginService, {
      start: ([start]) => this.start(start as GuestStart),
      activate: () => this.require().activate(),
      deactivate: () => this.deactivate(),
      grant: ([permissions]) => this.grant(permissions as Permissions),
    });
  }

  private async start({ plugin, permissions }: GuestStart): Promise<void> {
    const { loadModule, toPlainFields, host, offered } = this.options;
    this.permissions = permissions;
    const scope = this.createScope(plugin.manifest);
    const link = { scope, host, offer: offered.offer.bind(offered) };
    this.running = await new InlineRuntime(loadModule, createGuestProviders(link, toPlainFields)).start(plugin, scope);
  }

  private async deactivate(): Promise<void> {
    this.ending.abort();
    await this.require().deactivate();
  }

  private grant(permissions: Permissions): void {
    this.permissions = permissions;
    this.grantsChanged.fire();
  }

  private createScope(manifest: Manifest): PluginScope {
    const current = () => this.permissions;
    const grants = {
      get current() {
        return current();
      },
      onDidChange: this.grantsChanged.event,
    };
    return { manifest, grants, store: new DisposableStore(), signal: this.ending.signal };
  }

  private require(): RunningPlugin {
    if (!this.running) throw new ShellError('plugin.unknown', { plugin: '' });
    return this.running;
  }
}
