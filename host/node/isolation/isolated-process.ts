import { withTimeout } from '../../../core/async.ts';
import type { PluginProcess, PluginProcessEnd, PluginProcessUsage } from '../../../core/plugins/plugin-runtime.ts';
import { maximumHostLength } from '../../../core/rpc/packed-data.ts';
import { type OfferedMethods, RemoteCalls, type RemoteMethods } from '../../../core/rpc/remote-calls.ts';
import { processService, profilePartLength } from '../../plugin-process/process-service.ts';
import type { IsolatedChild } from './child-process.ts';
import { readSystemUsage } from './process-usage.ts';
import type { ScreenedTransport } from './screened-transport.ts';

/** A process that takes longer to count its heap is busy; the system's figures do without it. */
const heapTimeoutMs = 250;
const maximumProfileLength = 64 * 1024 * 1024;
/** So that the host's own questions have other numbers than the plugin's calls. */
const firstQuestionId = 2 ** 40;

export interface IsolatedProcessParts {
  readonly child: IsolatedChild;
  readonly transport: ScreenedTransport;
  readonly remote: RemoteMethods;
  readonly guest: RemoteCalls;
  readonly offered: OfferedMethods;
  readonly describeBreak: () => unknown;
}

/** A plugin's process as the host sees it. */
export class IsolatedProcess implements PluginProcess {
  readonly pid: number;
  readonly ended: Promise<PluginProcessEnd>;
  /** Questions about the process, which are no calls of the plugin. */
  private readonly questions: RemoteCalls;
  private heapBytes = 0;

  constructor(private readonly parts: IsolatedProcessParts) {
    const { child, remote, describeBreak } = parts;
    this.pid = child.pid ?? -1;
    this.ended = child.ended;
    this.questions = new RemoteCalls(remote, { maximumLength: maximumHostLength, firstCallId: firstQuestionId, describeBreak });
  }

  get traffic(): PluginProcess['traffic'] {
    const { guest, offered } = this.parts;
    return {
      calls: guest.count + offered.count,
      pending: guest.pendingCount + offered.pendingCount,
      lastCallAt: Math.max(guest.lastCallAt, offered.lastCallAt),
    };
  }

  /** A process that the host makes wait has shown that it is alive. */
  async ping(): Promise<void> {
    if (this.parts.transport.isHeldBack) return;
    await this.questions.call(processService, 'ping', []);
  }

  /** CPU and memory come from the system where it tells: a process may be too busy to answer, or lie. */
  async usage(): Promise<PluginProcessUsage> {
    const [told, counted] = await Promise.all([this.ask(), readSystemUsage(this.pid)]);
    const { cpuMs, residentBytes } = counted ?? told ?? { cpuMs: 0, residentBytes: 0 };
    return { cpuMs, residentBytes, heapBytes: told?.heapBytes ?? this.heapBytes };
  }

  async profile(durationMs: number): Promise<string> {
    const length = Number(await this.questions.call(processService, 'profile', [durationMs]));
    const parts: string[] = [];
    for (let offset = 0; offset < Math.min(length, maximumProfileLength); offset += profilePartLength) {
      parts.push(String(await this.questions.call(processService, 'profilePart', [offset])));
    }
    return parts.join('');
  }

  kill(): void {
    this.parts.child.kill();
  }

  private async ask(): Promise<PluginProcessUsage | undefined> {
    const late = () => new Error('The process is busy');
    const answer = await withTimeout(this.questions.call(processService, 'usage', []), heapTimeoutMs, late).catch(() => undefined);
    const { cpuMs, residentBytes, heapBytes } = (answer ?? {}) as Partial<Record<keyof PluginProcessUsage, unknown>>;
    if (typeof cpuMs !== 'number' || typeof residentBytes !== 'number' || typeof heapBytes !== 'number') return undefined;
    this.heapBytes = heapBytes;
    return { cpuMs, residentBytes, heapBytes };
  }
}
