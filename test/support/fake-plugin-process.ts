import type { PluginProcess, PluginProcessEnd, PluginProcessUsage } from '../../core/plugins/plugin-runtime.ts';

/** A plugin's process that does as the test says. */
export class FakePluginProcess implements PluginProcess {
  /** Of no process: nobody may be slowed down or ended in its stead. */
  readonly pid = 2 ** 30;
  readonly traffic = { calls: 0, pending: 0, lastCallAt: 0 };
  isKilled = false;
  pingCount = 0;
  usageNow: PluginProcessUsage = { cpuMs: 0, residentBytes: 0, heapBytes: 0 };
  private readonly ending = Promise.withResolvers<PluginProcessEnd>();
  private readonly unanswered: (() => void)[] = [];
  private isLooping = false;

  get ended(): Promise<PluginProcessEnd> {
    return this.ending.promise;
  }

  /** The process is gone. */
  end(reason: PluginProcessEnd['reason'], detail = ''): void {
    this.ending.resolve({ reason, detail });
  }

  /** From now on its event loop answers nothing. */
  loop(): void {
    this.isLooping = true;
  }

  /** Its event loop answers again, what waited first. */
  recover(): void {
    this.isLooping = false;
    for (const answer of this.unanswered.splice(0)) answer();
  }

  ping(): Promise<void> {
    this.pingCount += 1;
    if (!this.isLooping) return Promise.resolve();
    const answer = Promise.withResolvers<void>();
    this.unanswered.push(answer.resolve);
    return answer.promise;
  }

  async usage(): Promise<PluginProcessUsage> {
    return this.usageNow;
  }

  async profile(durationMs: number): Promise<string> {
    return JSON.stringify({ durationMs });
  }

  kill(): void {
    this.isKilled = true;
    this.end('stopped');
  }
}
