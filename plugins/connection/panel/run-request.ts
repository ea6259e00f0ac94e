import type { Serialisable } from 'boule-bleue';

/** A command that the user chose in a part of the panel. */
export interface RunRequest {
  readonly command: string;
  readonly args?: Serialisable;
}

/** Has the panel run a command: `connection-run` is fired at the part that the user chose it in. */
export function requestRun(part: HTMLElement, command: string, args?: Serialisable): void {
  const detail: RunRequest = args === undefined ? { command } : { command, args };
  part.dispatchEvent(new CustomEvent('connection-run', { detail }));
}
