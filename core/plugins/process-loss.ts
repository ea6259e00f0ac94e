import { ShellError } from '../errors.ts';
import type { PluginProcessEnd } from './plugin-runtime.ts';

const code = 'plugin.process-ended';

/** What calls to a plugin fail with once its process is gone. The end's detail is its cause: for logs, not for windows. */
export function processLoss(plugin: string, { reason, detail }: PluginProcessEnd): ShellError {
  // A word that a sentence can be chosen by.
  const word = reason === 'out-of-memory' ? 'memory' : reason;
  return new ShellError(code, { plugin, reason: word }, { cause: new Error(detail) });
}

/** Whether an error says that this plugin's process ended, and nobody had asked it to. */
export function isUnwantedLoss(plugin: string, error: unknown): error is ShellError {
  return error instanceof ShellError && error.code === code && error.details.plugin === plugin && error.details.reason !== 'stopped';
}

/** Whether an error says that the host ended this plugin's process on purpose, as unloading does. What was under way then has not failed. */
export function isIntendedEnd(error: unknown): boolean {
  return error instanceof ShellError && error.code === code && error.details.reason === 'stopped';
}
