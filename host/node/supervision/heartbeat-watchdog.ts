import { type Disposable, toDisposable } from '../../../core/lifecycle.ts';
import type { PluginProcess } from '../../../core/plugins/plugin-runtime.ts';

export interface HeartbeatWatchdogOptions {
  /** Told when an event loop has stopped answering, and when it answers again. */
  readonly onDidChange: (plugin: string, isResponsive: boolean) => void;
  /** Between two looks at all processes. Default 250. */
  readonly intervalMs?: number;
  /** How long an answer may take. Default 500: with the interval, a loop is noticed within a second. */
  readonly patienceMs?: number;
  /** Milliseconds of a clock that never goes back. Default `performance.now`. */
  readonly now?: () => number;
}

interface Heart {
  readonly plugin: string;
  readonly process: PluginProcess;
  /** How long the last question has waited for its answer; `undefined` while none is under way. */
  silentMs: number | undefined;
  isResponsive: boolean;
  /** Whether it has answered once: until then the process is being started, and that has a time limit of its own. */
  hasBegun: boolean;
}

/** Beyond this much of an interval the host itself, or the whole machine, was busy or asleep. */
const punctuality = 1.5;

/**
 * Asks the event loop of each plugin's process again and again whether it still turns.
 *
 * Silence is measured in looks, not by the clock: when the host stood still, the answer may lie unread, so that time is nobody's fault.
 */
export class HeartbeatWatchdog implements Disposable {
  private readonly hearts = new Set<Heart>();
  private readonly intervalMs: number;
  private readonly patienceMs: number;
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;
  private lookedAt = 0;

  constructor(private readonly options: HeartbeatWatchdogOptions) {
    this.intervalMs = options.intervalMs ?? 250;
    this.patienceMs = options.patienceMs ?? 500;
    this.now = options.now ?? (() => performance.now());
  }

  /** Watches a process until the handle is disposed. Asked at once, it answers before any code of its plugin runs. */
  watch(plugin: string, process: PluginProcess): Disposable {
    const heart: Heart = { plugin, process, silentMs: undefined, isResponsive: true, hasBegun: false };
    this.hearts.add(heart);
    this.ask(heart);
    this.start();
    return toDisposable(() => {
      this.hearts.delete(heart);
      if (this.hearts.size === 0) this.dispose();
    });
  }

  dispose(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.hearts.clear();
  }

  private start(): void {
    if (this.timer) return;
    this.lookedAt = this.now();
    this.timer = setInterval(() => this.look(), this.intervalMs).unref();
  }

  private look(): void {
    const elapsedMs = this.now() - this.lookedAt;
    this.lookedAt += elapsedMs;
    const isPunctual = elapsedMs <= this.intervalMs * punctuality;
    for (const heart of this.hearts) {
      if (heart.silentMs === undefined) this.ask(heart);
      else if (isPunctual && heart.hasBegun) this.countSilence(heart, elapsedMs);
    }
  }

  private ask(heart: Heart): void {
    heart.silentMs = 0;
    const answered = () => {
      heart.silentMs = undefined;
      heart.hasBegun = true;
      this.note(heart, true);
    };
    // A process that ends is somebody else's business.
    heart.process.ping().then(answered, () => {});
  }

  private countSilence(heart: Heart, elapsedMs: number): void {
    heart.silentMs = (heart.silentMs ?? 0) + elapsedMs;
    if (heart.silentMs >= this.patienceMs) this.note(heart, false);
  }

  private note(heart: Heart, isResponsive: boolean): void {
    if (heart.isResponsive === isResponsive || !this.hearts.has(heart)) return;
    heart.isResponsive = isResponsive;
    this.options.onDidChange(heart.plugin, isResponsive);
  }
}
