import type { PluginScope } from '../../plugins/plugin-scope.ts';
import type { Methods, RemoteCalls } from '../remote-calls.ts';

/** What a service of a plugin's process works with. */
export interface GuestLink {
  readonly scope: PluginScope;
  /** The services of the host. */
  readonly host: RemoteCalls;
  /** Offers methods to the host, below the service's id; once for each service, before the plugin runs. */
  offer(service: string, methods: Methods[string]): void;
}
