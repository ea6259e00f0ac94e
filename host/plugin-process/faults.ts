import { writeSync } from 'node:fs';
import { inspect } from 'node:util';

/** Tells the host that an error was caught by nobody. Node's own code, 1, might be a plugin's `process.exit(1)`. */
export const faultExitCode = 70;

/**
 * Ends the process at an error that nobody caught, whatever handlers the plugin adds: its state can't be trusted any more.
 * @param flush sends what waits to be sent.
 */
export function exitOnFaults(flush: () => void): void {
  const { reallyExit } = process as unknown as { reallyExit(code: number): never };
  const exit = reallyExit.bind(process);
  process.on('uncaughtException', (error) => {
    try {
      flush();
      writeSync(2, `${inspect(error)}\n`);
    } finally {
      exit(faultExitCode);
    }
  });
}
