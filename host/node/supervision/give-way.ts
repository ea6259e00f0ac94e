import { readdirSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Has a process go behind the host, windows and all other plugins where there is not enough processor for all. For good: only
 * administrators can give it back its place. All processes could begin so, but then any other busy program would make plugins look hung.
 */
export function giveWay(pid: number): void {
  for (const id of threadsOf(pid)) {
    try {
      setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {
      // It has ended already, or the system doesn't let us: then all are equals.
    }
  }
}

/**
 * Linux gives each thread its own priority, and to a process's number answers for the first: those that collect its garbage and
 * compile its code would go on as before.
 */
function threadsOf(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [pid];
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [pid];
  }
}
