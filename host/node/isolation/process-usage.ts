import { readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second and in pages; both are so on every system that Node runs on. */
const tickMs = 10;
const pageBytes = 4_096;

/** What a process has used, as the system counts it, without asking the process. `undefined` where the system does not tell. */
export async function readSystemUsage(pid: number): Promise<{ readonly cpuMs: number; readonly residentBytes: number } | undefined> {
  if (process.platform !== 'linux') return undefined;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name, in brackets, may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (!fields) return undefined;
  const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number) as [number, number, number];
  return { cpuMs: (user + system) * tickMs, residentBytes: pages * pageBytes };
}
