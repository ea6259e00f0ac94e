import { ShellError } from '../../../core/errors.ts';
import { type Event, EventEmitter } from '../../../core/event.ts';
import { type Disposable, DisposableStore } from '../../../core/lifecycle.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { MessageArgument } from '../../../core/message.ts';
import type { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import type { PluginProcess } from '../../../core/plugins/plugin-runtime.ts';
import type { Notices } from '../window/notices.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import type { CallLog } from './call-log.ts';
import { giveWay } from './give-way.ts';
import { HeartbeatWatchdog } from './heartbeat-watchdog.ts';
import { IdleUnloader } from './idle-unloader.ts';
import { ProfileRecorder, type RecordedProfile } from './profile-recorder.ts';
import { TroubleNotices } from './trouble-notices.ts';
import { type ProcessFigures, UsageSampler } from './usage-sampler.ts';

export interface PluginSupervisorOptions {
  readonly manager: PluginManager;
  readonly calls: CallLog;
  readonly notifications: NotificationCenter;
  readonly notices: Notices;
  /** What users call a plugin. */
  readonly displayName: (plugin: string) => MessageArgument;
  /** Whether something that a plugin made is in front of the user, which would go with it. */
  readonly isInUse: (manifest: Manifest) => boolean;
  /** Whether somebody looks at the figures of processes. */
  readonly isWatched: () => boolean;
  /** Where profiles are kept. */
  readonly profiles: string;
  /** After this time without work a process ends. Default one minute. */
  readonly idleAfterMs?: number | undefined;
}

/** What there is to know of a plugin while it runs. */
export interface PluginFacts {
  /** `null` for plugins that run inside the host: theirs can't be told apart. Figures are 0 until they were measured. */
  readonly process: ProcessFigures | null;
  /** Of the plugin's commands and taps; for a process, all calls in both directions since it began. */
  readonly calls: number;
  /** What it failed in last, since the host began. */
  readonly lastError: unknown;
  readonly isProfiling: boolean;
}

interface WatchedProcess {
  readonly process: PluginProcess;
  readonly handle: Disposable;
}

const defaultProfileMs = 5_000;

/** Looks after running plugins: notices those that hang, tells users, ends those that have nothing to do, measures and profiles. */
export class PluginSupervisor {
  private readonly watched = new Map<string, WatchedProcess>();
  private readonly watchdog: HeartbeatWatchdog;
  private readonly troubles: TroubleNotices;
  private readonly sampler: UsageSampler;
  private readonly recorder: ProfileRecorder;
  private readonly changed = new EventEmitter<void>();

  /** Fires when the facts of some plugin became others, as far as the plugin manager doesn't tell of it. */
  readonly onDidChange: Event<void> = this.changed.event;

  constructor(private readonly options: PluginSupervisorOptions) {
    const { manager, notifications, notices, displayName, isWatched, profiles } = options;
    this.watchdog = new HeartbeatWatchdog({
      onDidChange: (plugin, isResponsive) => {
        if (!isResponsive) this.slowDown(plugin);
        manager.setResponsive(plugin, isResponsive);
      },
    });
    this.troubles = new TroubleNotices({ notifications, notices, displayName });
    const processes = () => new Map([...this.watched].map(([plugin, { process }]) => [plugin, process]));
    this.sampler = new UsageSampler({ processes, isWatched });
    this.recorder = new ProfileRecorder({ folder: profiles });
  }

  /** Follows the plugins until the handle is disposed. */
  start(): Disposable {
    const { manager, isInUse, idleAfterMs } = this.options;
    const store = new DisposableStore();
    for (const part of [this.watchdog, this.troubles, this.sampler]) store.add(part);
    store.add(new IdleUnloader({ manager, isInUse, ...(idleAfterMs !== undefined && { idleAfterMs }) }));
    store.add(this.sampler.onDidSample(() => this.changed.fire()));
    store.add(manager.onDidChange((plugin) => this.follow(plugin)));
    return store;
  }

  /** Has processes measured from now on, as long as somebody looks. */
  measure(): void {
    this.sampler.start();
  }

  facts(plugin: string): PluginFacts {
    const { calls } = this.options;
    const process = this.watched.get(plugin)?.process;
    const bare = process && { pid: process.pid, cpuPercent: 0, residentBytes: 0 };
    return {
      process: process ? (this.sampler.figures(plugin, process) ?? bare ?? null) : null,
      calls: process ? process.traffic.calls : calls.count(plugin),
      lastError: calls.lastError(plugin),
      isProfiling: this.recorder.isRecording(plugin),
    };
  }

  /** Has a plugin that takes more than its share leave the processor to others. */
  slowDown(plugin: string): void {
    const process = this.watched.get(plugin)?.process;
    if (process) giveWay(process.pid);
  }

  /** Gives a plugin that doesn't respond one more period of patience. */
  wait(plugin: string): void {
    this.troubles.wait(plugin);
  }

  /** Ends a plugin's process at once. It starts again when it is next needed. @throws ShellError `plugin.not-isolated`. */
  async kill(plugin: string): Promise<void> {
    this.requireProcess(plugin);
    await this.options.manager.kill(plugin);
  }

  /** Records what a plugin's process spends its time on. @throws ShellError `plugin.not-isolated`, `plugin.unresponsive`, `plugin.process-ended`. */
  async profile(plugin: string, durationMs = defaultProfileMs): Promise<RecordedProfile> {
    const process = this.requireProcess(plugin);
    if (this.options.manager.status(plugin).state === 'unresponsive') throw new ShellError('plugin.unresponsive', { plugin });
    const recording = this.recorder.record(plugin, process, durationMs);
    this.changed.fire();
    return recording.finally(() => this.changed.fire());
  }

  private follow(plugin: string): void {
    const status = this.options.manager.find(plugin);
    this.followProcess(plugin, status?.process);
    this.troubles.update(plugin, status);
  }

  private followProcess(plugin: string, process: PluginProcess | undefined): void {
    const former = this.watched.get(plugin);
    if (former?.process === process) return;
    former?.handle.dispose();
    if (process) this.watched.set(plugin, { process, handle: this.watchdog.watch(plugin, process) });
    else this.watched.delete(plugin);
  }

  private requireProcess(plugin: string): PluginProcess {
    const { process } = this.options.manager.status(plugin);
    if (!process) throw new ShellError('plugin.not-isolated', { plugin });
    return process;
  }
}
