import type { CommandOutcome, PanelApi } from '../../../core/panel.ts';
import type { FrameCall, FrameFacts, FrameHostApi, FramePress } from '../../../core/protocol/frame-protocol.ts';

const maximumCallsUnderWay = 32;
const announcementIntervalMs = 250;

export interface FrameHostOptions {
  /** What the panel may do, which the window's own panels get too. */
  readonly panel: () => PanelApi;
  /** Where presses of keys are to come from. */
  readonly frame: HTMLElement;
  readonly onFacts: (facts: Partial<FrameFacts>) => void;
  readonly onThrow: () => void;
  readonly onTouch: () => void;
}

/** Does what a frame asks for. What it said was parsed already. */
export class FrameHost implements FrameHostApi {
  private readonly calls = new Map<number, AbortController>();
  private announcedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: FrameHostOptions) {}

  async run({ callId, command, args }: FrameCall): Promise<CommandOutcome> {
    if (this.calls.has(callId) || this.calls.size >= maximumCallsUnderWay) throw new Error('Too many calls');
    const cancellation = new AbortController();
    this.calls.set(callId, cancellation);
    const outcome = this.options.panel().run(command, args, { signal: cancellation.signal });
    return outcome.finally(() => this.calls.delete(callId));
  }

  async cancel(callId: number): Promise<void> {
    this.calls.get(callId)?.abort();
  }

  /** Somebody who hears nothing but announcements can't work: those that come too fast are left out. */
  async announce(text: string): Promise<void> {
    if (performance.now() - this.announcedAt < announcementIntervalMs) return;
    this.announcedAt = performance.now();
    this.options.panel().announce(text);
  }

  async close(): Promise<void> {
    this.options.panel().close();
  }

  async report(facts: Partial<FrameFacts>): Promise<void> {
    this.options.onFacts(facts);
  }

  /**
   * A press that only a frame vouches for. The window's parts get it as one at the frame's place, where the focus is in the frame and the
   * user has just done something; Escape, which does no harm, browsers don't count as that.
   */
  async press(press: FramePress): Promise<void> {
    const { frame } = this.options;
    const isCommand = press.ctrlKey || press.altKey || press.metaKey || /^F\d{1,2}$/.test(press.key);
    const isUsersDoing = isCommand && navigator.userActivation?.isActive !== false;
    const hasFocus = (frame.getRootNode() as ShadowRoot).activeElement === frame;
    if (!hasFocus || !(isUsersDoing || press.key === 'Escape')) return;
    frame.dispatchEvent(new KeyboardEvent('keydown', { ...press, bubbles: true, cancelable: true, composed: true }));
  }

  async touch(): Promise<void> {
    this.options.onTouch();
  }

  async fail(): Promise<void> {
    this.options.onThrow();
  }

  /** Nobody waits for the answers any more. */
  dispose(): void {
    for (const call of this.calls.values()) call.abort();
  }
}
