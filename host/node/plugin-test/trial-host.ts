import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Language } from '../../../core/message.ts';
import type { DiscoveredPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginStatus } from '../../../core/plugins/plugin-status.ts';
import { shellId } from '../../shell-manifest.ts';
import { closeResources, type HostResources, openResources } from '../host-resources.ts';
import { Trust } from '../network/certificates/trust.ts';
import { Dialer } from '../network/dialing/dialer.ts';
import { NetworkFailure } from '../network/network-failure.ts';
import { RouteResolver } from '../network/routes/route.ts';
import { Serving } from '../serving.ts';
import { Workbench } from '../workbench.ts';
import type { WorkbenchParts } from '../workbench-parts.ts';

export interface TrialOptions {
  readonly productFolder: string;
  /** The plugin's. */
  readonly folder: string;
  readonly language: Language;
}

/** A line of the host's log about a failure. */
export interface LoggedFailure {
  readonly plugin: string;
  readonly text: string;
}

const unloadTimeoutMs = 5_000;

/**
 * The product's own host with the bundled plugins and one more, on a data folder of its own. Nothing leaves this machine:
 * to the plugins the network is down.
 */
export class TrialHost implements AsyncDisposable {
  private serving: Serving | undefined;
  private closing: Promise<readonly LoggedFailure[]> | undefined;

  private constructor(
    private readonly options: TrialOptions,
    private readonly dataFolder: string,
    private readonly resources: HostResources,
    readonly workbench: Workbench,
  ) {}

  static async open(options: TrialOptions): Promise<TrialHost> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'boule-bleue-trial-'));
    const resources = await openResources({ dataFolder, log: {}, demo: undefined });
    const trial: { host?: TrialHost } = {};
    const workbench = await Workbench.load({
      ...{ resources, productFolder: options.productFolder, language: options.language },
      buildStamp: 'trial',
      developmentPlugins: [options.folder],
      safeMode: false,
      loadModule: undefined,
      isolation: 'third-party',
      issueWindowUrl: () => trial.host?.serving?.issueWindowUrl(),
      frameOrigin: (label) => trial.host?.serving?.frameOrigin(label),
      trial: { dialer: new OfflineDialer() },
    });
    trial.host = new TrialHost(options, dataFolder, resources, workbench);
    return trial.host;
  }

  get parts(): WorkbenchParts {
    return this.workbench.parts;
  }

  /** The plugin as the host found it. */
  found(id: string): DiscoveredPlugin | undefined {
    return this.parts.pluginLibrary.find(id)?.plugin;
  }

  /** Why the plugin was not loaded, such as an id that another one has. */
  get loadError(): unknown {
    return this.parts.pluginLibrary.list().find(({ location }) => location === this.options.folder)?.error;
  }

  status(id: string): PluginStatus {
    return this.parts.shell.plugins.status(id);
  }

  /** An address that opens a window, once. The first call opens the host to browsers. */
  async windowUrl(): Promise<string> {
    this.serving ??= await this.listen();
    return this.serving.issueWindowUrl();
  }

  /** Ends everything, and tells what was logged as an error. Later calls give the same. */
  close(): Promise<readonly LoggedFailure[]> {
    this.closing ??= this.end();
    return this.closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  private async listen(): Promise<Serving> {
    const { store, log } = this.resources;
    const { productFolder } = this.options;
    const serving = new Serving({ store, log: log.forPlugin(shellId), productFolder, workbench: async () => this.workbench });
    await serving.listen(0);
    return serving;
  }

  private async end(): Promise<readonly LoggedFailure[]> {
    await this.workbench.stop(unloadTimeoutMs);
    await this.serving?.close();
    const { logs } = this.resources.folder.paths;
    await closeResources(this.resources);
    const failures = readFailures(logs);
    await rm(this.dataFolder, { recursive: true, force: true });
    return failures;
  }
}

/** As on a workstation whose cable is out: what a plugin says then is part of what is tested. */
class OfflineDialer extends Dialer {
  constructor() {
    super(new RouteResolver({ warn: () => {} }), new Trust({ warn: () => {} }));
  }

  override async dial(): Promise<never> {
    throw new NetworkFailure('offline');
  }
}

interface LogLine {
  readonly level: string;
  readonly plugin?: string;
  readonly msg: string;
  readonly err?: { readonly message?: string; readonly cause?: { readonly message?: string; readonly stack?: string } };
}

function readFailures(folder: string): readonly LoggedFailure[] {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const lines = texts.join('').split('\n').filter(Boolean);
  const errors = lines.map((line): LogLine => JSON.parse(line)).filter(({ level }) => level === 'error');
  return errors.map(({ plugin = shellId, msg, err }) => ({
    plugin,
    text: [msg, err?.message, err?.cause?.message].filter(Boolean).join(': '),
  }));
}
