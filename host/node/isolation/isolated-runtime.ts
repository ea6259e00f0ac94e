import { realpath } from 'node:fs/promises';
import { RpcSession } from 'capnweb';
import { ShellError } from '../../../core/errors.ts';
import { toDisposable } from '../../../core/lifecycle.ts';
import type { DiscoveredPlugin, PluginProcess, PluginRuntime, RunningPlugin } from '../../../core/plugins/plugin-runtime.ts';
import type { PluginScope, ServiceProvider } from '../../../core/plugins/plugin-scope.ts';
import { processLoss } from '../../../core/plugins/process-loss.ts';
import { type GuestStart, pluginService } from '../../../core/rpc/guest/guest-plugin.ts';
import { createHostMethods, describeForGuest } from '../../../core/rpc/host/host-methods.ts';
import { maximumHostLength } from '../../../core/rpc/packed-data.ts';
import { OfferedMethods, RemoteCalls, type RemoteMethods } from '../../../core/rpc/remote-calls.ts';
import type { LogService } from '../../../core/services/log-service.ts';
import { RateLimit, type RateLimitOptions } from '../limits/rate-limit.ts';
import { IsolatedChild } from './child-process.ts';
import { HostTime } from './host-time.ts';
import { IsolatedProcess } from './isolated-process.ts';
import { requireNoLinksOutside } from './links-outside.ts';
import { ScreenedTransport } from './screened-transport.ts';

/** More calls than a plugin has reason to make at once. */
const maximumPendingCalls = 1_000;
const defaultMemoryMegabytes = 128;
/** Beyond these a plugin that is refused again and again is not worth a line of the log. */
const loggedRefusals: RateLimitOptions = { burst: 20, perSecond: 1 };

export interface IsolatedRuntimeOptions {
  /** The built module that runs in each process; beside it lies the process's copy of the plugin API. */
  readonly entry: string;
  readonly providers: readonly ServiceProvider[];
  readonly logOf: (plugin: string) => LogService;
  /** Told when a plugin takes more of the host's time than its share and is slowed. */
  readonly onExcess?: (plugin: string) => void;
  /** For V8's old objects, of each process. Default 128. */
  readonly memoryMegabytes?: number;
}

/** Runs each plugin in a process of its own, with the same services as inside the host. */
export class IsolatedRuntime implements PluginRuntime {
  private readonly hostTime = new HostTime();

  constructor(private readonly options: IsolatedRuntimeOptions) {}

  async start(plugin: DiscoveredPlugin, scope: PluginScope, onProcess?: (process: PluginProcess) => void): Promise<RunningPlugin> {
    if (plugin.manifest.main === undefined) return { activate: async () => {}, deactivate: async () => {} };
    scope.signal.throwIfAborted();
    // What a process may read is named by real paths, as Node finds its modules by them.
    const [location, entry] = await Promise.all([realpath(plugin.location), realpath(this.options.entry)]);
    for (const path of [location, entry]) requireUsable(plugin.manifest.id, path);
    const isolated = new IsolatedPlugin({ ...plugin, location }, scope, { ...this.options, entry }, this.hostTime);
    onProcess?.(isolated.process);
    await isolated.load();
    return isolated;
  }
}

/** Node's permission model takes an asterisk for a wildcard wherever it stands, not only at the end. */
function requireUsable(plugin: string, folder: string): void {
  if (folder.includes('*')) throw new ShellError('plugin.folder-unusable', { plugin, folder });
}

/** One plugin in its process, from the process's start to its end. */
class IsolatedPlugin implements RunningPlugin {
  readonly process: IsolatedProcess;
  private readonly child: IsolatedChild;
  private readonly guest: RemoteCalls;
  private readonly offered: OfferedMethods;
  private readonly log: LogService;
  /** What the host refused first of what the plugin did without waiting for an answer, as long as it activates. */
  private refusals: { first?: unknown } | undefined;
  private readonly logLimit = new RateLimit(loggedRefusals);

  constructor(
    private readonly plugin: DiscoveredPlugin,
    private readonly scope: PluginScope,
    { entry, providers, logOf, onExcess, memoryMegabytes = defaultMemoryMegabytes }: IsolatedRuntimeOptions,
    hostTime: HostTime,
  ) {
    const { id } = plugin.manifest;
    this.log = logOf(id);
    this.child = new IsolatedChild({ entry, folder: plugin.location, memoryMegabytes, log: this.log });
    // Added first, so undone last: until then the plugin may still be told that its things are gone.
    scope.store.add(toDisposable(() => this.child.stop()));
    const transport = new ScreenedTransport(this.child.pipe, {
      hostTime,
      onRefused: (problem) => this.child.kill('protocol', problem),
      onExcess: () => onExcess?.(id),
    });
    this.offered = this.createOffered();
    const session = new RpcSession<never>(transport as never, this.offered.packed as never);
    const remote = session.getRemoteMain() as unknown as RemoteMethods;
    const describeBreak = () => this.describeBreak();
    this.guest = new RemoteCalls(remote, { maximumLength: maximumHostLength, describeBreak });
    for (const [service, methods] of Object.entries(createHostMethods(scope, providers, this.guest))) this.offered.offer(service, methods);
    this.process = new IsolatedProcess({ child: this.child, transport, remote, guest: this.guest, offered: this.offered, describeBreak });
    scope.store.add(scope.grants.onDidChange(() => this.guest.send(pluginService, 'grant', [scope.grants.current])));
    this.child.ended.then((end) => this.offered.abort(processLoss(id, end)));
  }

  /** Loads the main half and constructs its class. */
  async load(): Promise<void> {
    const { plugin, scope } = this;
    await requireNoLinksOutside(plugin.manifest.id, plugin.location);
    const start: GuestStart = { plugin, permissions: scope.grants.current };
    await this.guest.call(pluginService, 'start', [start], scope.signal);
  }

  async activate(): Promise<void> {
    const refusals: { first?: unknown } = {};
    this.refusals = refusals;
    try {
      await this.guest.call(pluginService, 'activate', [], this.scope.signal);
      if ('first' in refusals) throw refusals.first;
    } finally {
      this.refusals = undefined;
    }
  }

  async deactivate(): Promise<void> {
    if (this.child.isGone) return;
    try {
      await this.guest.call(pluginService, 'deactivate', []);
    } finally {
      this.child.stop();
    }
  }

  private createOffered(): OfferedMethods {
    const report = (error: unknown) => {
      if (this.logLimit.take()) this.log.error('The host failed in a plugin’s call', error);
    };
    return new OfferedMethods({
      traced: false,
      maximumLength: maximumHostLength,
      maximumPending: maximumPendingCalls,
      toPeer: (error, activity) => describeForGuest(error, activity, report),
      onUnheard: (error, activity) => this.noteRefusal(error, activity),
    });
  }

  private noteRefusal(error: unknown, activity: string): void {
    if (this.refusals) this.refusals.first ??= error;
    else if (this.logLimit.take())
      this.log.warn('A call of the plugin was refused', { activity, problem: error instanceof Error ? error.message : String(error) });
  }

  /** Why a call will not be answered: one under way when the plugin is unloaded was cancelled, as it would be inside the host. */
  private async describeBreak(): Promise<unknown> {
    const { plugin, child, scope } = this;
    if (!child.pipe.destroyed) return new ShellError('rpc.answer-invalid', { plugin: plugin.manifest.id });
    const end = await child.ended;
    return scope.signal.aborted ? scope.signal.reason : processLoss(plugin.manifest.id, end);
  }
}
