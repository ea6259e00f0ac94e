import { startCpuProfile } from 'node:v8';
import type { Methods } from '../../core/rpc/remote-calls.ts';

/** The service by which the host looks at the process itself. */
export const processService = 'process';

/** Profiles are longer than one call may be. */
export const profilePartLength = 512 * 1024;

/** Made before the plugin runs, which gets none of what this needs. */
export function createProcessMethods(): Methods[string] {
  let profile = '';
  return {
    ping: () => {},
    usage: () => {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      return { cpuMs: (user + system) / 1_000, residentBytes: rss, heapBytes: heapUsed };
    },
    /** Answers with the length of the profile, which then waits to be fetched. */
    profile: async ([durationMs], signal) => {
      const recording = startCpuProfile();
      await delay(durationMs as number, signal);
      profile = String(recording.stop() ?? '');
      return profile.length;
    },
    profilePart: ([offset]) => profile.slice(offset as number, (offset as number) + profilePartLength),
  };
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
