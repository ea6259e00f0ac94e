import type { Serialisable } from 'boule-bleue';

/** A command that a part of the panel wants run, and what it does with the result. Failures are the panel's to tell. */
export interface HistoryRun {
  readonly command: string;
  readonly args?: Serialisable;
  readonly onDone?: (value: unknown) => void | Promise<void>;
}

export function askToRun(from: EventTarget, detail: HistoryRun): void {
  from.dispatchEvent(new CustomEvent('connection-history-run', { detail, bubbles: true, composed: true }));
}

export function askToSay(from: EventTarget, text: string, isProblem = false): void {
  from.dispatchEvent(new CustomEvent('connection-history-say', { detail: { text, isProblem }, bubbles: true, composed: true }));
}
