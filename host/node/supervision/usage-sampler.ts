import { type Event, EventEmitter } from '../../../core/event.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginProcess } from '../../../core/plugins/plugin-runtime.ts';

export interface ProcessFigures {
  readonly pid: number;
  /** Of one processor: a process that keeps two busy has 200. */
  readonly cpuPercent: number;
  readonly residentBytes: number;
}

interface Sample extends ProcessFigures {
  readonly process: PluginProcess;
  readonly cpuMs: number;
  readonly takenAt: number;
}

export interface UsageSamplerOptions {
  /** The processes there are now, by plugin. */
  readonly processes: () => ReadonlyMap<string, PluginProcess>;
  /** Whether somebody looks at the figures. */
  readonly isWatched: () => boolean;
  /** Default 2 000. */
  readonly intervalMs?: number;
}

/** Measures what plugins' processes use, as long as somebody looks. */
export class UsageSampler implements Disposable {
  private readonly samples = new Map<string, Sample>();
  private readonly sampled = new EventEmitter<void>();
  private isMeasuring = false;
  private timer: NodeJS.Timeout | undefined;

  /** Fires after each measurement. */
  readonly onDidSample: Event<void> = this.sampled.event;

  constructor(private readonly options: UsageSamplerOptions) {}

  /** Measures now and again and again, as long as somebody looks. */
  start(): void {
    if (this.isMeasuring) return;
    this.isMeasuring = true;
    this.measureAgain();
  }

  /** The last figures of a plugin's process, if that was measured. */
  figures(plugin: string, process: PluginProcess): ProcessFigures | undefined {
    const sample = this.samples.get(plugin);
    if (sample?.process !== process) return undefined;
    const { pid, cpuPercent, residentBytes } = sample;
    return { pid, cpuPercent, residentBytes };
  }

  dispose(): void {
    this.isMeasuring = false;
    clearTimeout(this.timer);
    this.samples.clear();
  }

  private measureAgain(): void {
    this.measureAll().then(() => {
      if (!this.isMeasuring || !this.options.isWatched()) return this.dispose();
      this.sampled.fire();
      this.timer = setTimeout(() => this.measureAgain(), this.options.intervalMs ?? 2_000).unref();
    });
  }

  private async measureAll(): Promise<void> {
    const processes = this.options.processes();
    for (const plugin of this.samples.keys()) if (!processes.has(plugin)) this.samples.delete(plugin);
    await Promise.all([...processes].map(([plugin, process]) => this.measure(plugin, process)));
  }

  private async measure(plugin: string, process: PluginProcess): Promise<void> {
    // A process that ended meanwhile has no figures.
    const usage = await process.usage().catch(() => undefined);
    if (!usage || !this.isMeasuring) return;
    const { cpuMs, residentBytes } = usage;
    const takenAt = performance.now();
    const former = this.samples.get(plugin);
    const since = former?.process === process ? former : { cpuMs, takenAt };
    const elapsedMs = takenAt - since.takenAt;
    const cpuPercent = elapsedMs > 0 ? Math.max(0, Math.round(((cpuMs - since.cpuMs) / elapsedMs) * 100)) : 0;
    this.samples.set(plugin, { process, pid: process.pid, cpuMs, residentBytes, cpuPercent, takenAt });
  }
}
