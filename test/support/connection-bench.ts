import {
  EventEmitter,
  type NetworkProbeService,
  type NetworkRoute,
  type ProbeReport,
  type ProbeRequest,
  type SettingValues,
} from 'boule-bleue';
import { Trust } from '../../host/node/network/certificates/trust.ts';
import { type AddressBook, Dialer } from '../../host/node/network/dialing/dialer.ts';
import { NetworkClient } from '../../host/node/network/network-client.ts';
import { NetworkProbe, type NetworkProbeOptions } from '../../host/node/network/network-probe.ts';
import { RouteResolver, type RouteResolverOptions } from '../../host/node/network/routes/route.ts';
import manifest from '../../plugins/connection/package.json' with { type: 'json' };
import type { ConnectionPanelState } from '../../plugins/connection/panel-state.ts';
import ConnectionPlugin from '../../plugins/connection/plugin.ts';
import { CertificateAuthority } from '../servers/authority.ts';
import { ImpactEmploiServer } from '../servers/impact-emploi-server.ts';
import { NetEntreprisesServer } from '../servers/net-entreprises-server.ts';
import {
  MemoryCommands,
  MemoryContextKeys,
  MemoryFiles,
  MemoryHooks,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemorySecrets,
  MemorySettings,
  MemoryStorage,
  MemoryWindow,
} from './memory-services/index.ts';
import { pluginNetwork } from './plugin-network.ts';

const defaults = Object.fromEntries(
  Object.entries(manifest.contributes.configuration.properties).map(([key, schema]) => [key, schema.default]),
);

/** What lies between the plugin and the servers, where a test is about that. */
export interface BenchSurroundings {
  /** Whom the servers' certificates come from, and whom the plugin's connections trust. Default: one of the bench's own. */
  readonly authority?: CertificateAuthority;
  /** Where names lead. Default: where they say. */
  readonly addressBook?: AddressBook;
  /** What the system says of proxies. Default: nothing. */
  readonly system?: Pick<RouteResolverOptions, 'environment' | 'systemProxies'>;
  /** Bound on each probe, where nobody is to answer; of these hosts alone where they are named. Default: the plugin's own. */
  readonly patience?: Patience;
  /** Who looks for the servers, in place of the real network. */
  readonly prober?: NetworkProbeService;
}

export interface Patience {
  readonly ms: number;
  readonly hosts?: readonly string[];
}

class ImpatientProbe extends NetworkProbe {
  constructor(
    options: NetworkProbeOptions,
    private readonly patience: Patience,
  ) {
    super(options);
  }

  override probe(request: ProbeRequest): Promise<ProbeReport> {
    const { ms, hosts } = this.patience;
    const isBounded = hosts?.includes(URL.parse(request.url)?.hostname ?? '') ?? true;
    return super.probe(isBounded ? { ...request, timeoutMs: Math.min(ms, request.timeoutMs ?? ms) } : request);
  }
}

const factoryHosts = ['impact-emploi.urssaf.fr', 'services.net-entreprises.fr'];

/** The connection plugin on the real network, against real servers on loopback; all else is in memory. */
export class ConnectionBench implements AsyncDisposable {
  readonly commands = new MemoryCommands();
  readonly contextKeys = new MemoryContextKeys();
  readonly files = new MemoryFiles();
  readonly hooks = new MemoryHooks({ 'connection.onWillConnect': 'bail', 'network.route': 'bail' });
  readonly log = new MemoryLog();
  /** Fires as if the network had changed. */
  readonly network = new EventEmitter<void>();
  readonly notifications = new MemoryNotifications();
  readonly panels = new MemoryPanels();
  readonly secrets = new MemorySecrets();
  readonly storage = new MemoryStorage();
  readonly window = new MemoryWindow();
  private readonly closeables: { close(): Promise<void> }[] = [];
  private plugin: ConnectionPlugin | undefined;

  private constructor(
    readonly authority: CertificateAuthority,
    readonly impactEmploi: ImpactEmploiServer,
    readonly netEntreprises: NetEntreprisesServer,
    readonly settings: MemorySettings,
    private readonly surroundings: BenchSurroundings,
  ) {
    this.own(impactEmploi);
    this.own(netEntreprises);
  }

  /** Starts the servers; the plugin starts with {@link activate}. Its addresses are those of the servers, but for what `settings` says. */
  static async start(settings: SettingValues = {}, surroundings: BenchSurroundings = {}): Promise<ConnectionBench> {
    const authority = surroundings.authority ?? (await CertificateAuthority.create());
    const identity = await authority.issue({ hosts: ['127.0.0.1', 'localhost', '::1', ...factoryHosts] });
    const impactEmploi = await ImpactEmploiServer.start({ identity });
    const netEntreprises = await NetEntreprisesServer.start({ identity });
    const values = {
      ...defaults,
      'connection.servers.authentication': impactEmploi.authenticationUrl,
      'connection.servers.update': impactEmploi.updatesUrl,
      'connection.servers.netEntreprises': netEntreprises.authenticationUrl,
      'impactEmploi.version': '3.00.72',
      'impactEmploi.installation': 'IEA-0001',
      ...settings,
    };
    return new ConnectionBench(authority, impactEmploi, netEntreprises, new MemorySettings(values), surroundings);
  }

  async activate(): Promise<void> {
    const parts = this.createNetworkParts();
    this.plugin = new ConnectionPlugin(
      this.commands,
      this.hooks,
      this.settings,
      this.notifications,
      this.secrets,
      new NetworkClient(parts),
      this.createProbe(parts),
      this.panels,
      this.contextKeys,
      this.window,
      this.log,
      this.storage,
      this.files,
    );
    await this.plugin.activate();
  }

  /** The probe that the plugin would get, for tests of the access test alone. */
  createProbe(parts = this.createNetworkParts()): NetworkProbeService {
    const { patience, prober } = this.surroundings;
    if (prober) return prober;
    return patience ? new ImpatientProbe(parts, patience) : new NetworkProbe(parts);
  }

  get state(): ConnectionPanelState {
    return this.panels.states['connection.settings'] as ConnectionPanelState;
  }

  /** `connection.state`, which the ball shows. */
  get ball(): unknown {
    return this.contextKeys.values['connection.state'];
  }

  /** Closes a further server when the bench is disposed. */
  own<T extends { close(): Promise<void> }>(server: T): T {
    this.closeables.push(server);
    return server;
  }

  run(command: string, args?: unknown, signal?: AbortSignal): Promise<unknown> {
    return this.commands.execute(command, args, signal && { signal });
  }

  private createNetworkParts() {
    const trust = new Trust({ warn: () => {} });
    trust.addAuthority(this.authority.rootPem);
    const quietSystem = { resolve: async () => [{ kind: 'direct' as const }], reportFailed: () => {} };
    const { system, addressBook } = this.surroundings;
    const routes = new RouteResolver({ warn: () => {}, environment: {}, systemProxies: quietSystem, ...system });
    const dialer = new Dialer(routes, trust, addressBook);
    const currentRoute = async () => ((await this.hooks.call('network.route', {})) as { value: NetworkRoute }).value;
    const reach = pluginNetwork(() => [String(this.settings.peek('connection.servers.authentication'))]);
    return { ...reach, onDidChangeNetwork: this.network.event, pluginId: 'connection', dialer, currentRoute, userAgent: 'bench' };
  }

  async deactivate(): Promise<void> {
    await this.plugin?.deactivate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.deactivate();
    for (const server of this.closeables) await server.close();
  }
}
