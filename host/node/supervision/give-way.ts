import { constants, setPriority } from 'node:os';

/**
 * Has a process go behind the host, windows and all other plugins where there is not enough processor for all. For good: only
 * administrators can give it back its place. All processes could begin so, but then any other busy program would make plugins look hung.
 */
export function giveWay(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system doesn't let us: then all are equals.
  }
}
