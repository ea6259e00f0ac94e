import { isCancellation, ShellError } from '../../../core/errors.ts';

/** What a plugin is to blame for, among the failures of its commands. */
const faults: readonly string[] = ['plugin.fault', 'plugin.process-ended'];

interface PluginCalls {
  count: number;
  lastError: unknown;
}

/** Remembers how often each plugin was asked for something, and what it failed in last. */
export class CallLog {
  private readonly plugins = new Map<string, PluginCalls>();

  /** Notes a call of a plugin's command or tap. What it failed in on purpose, so to speak, is no error of its own. */
  noteCall(plugin: string, outcome?: Promise<unknown>): void {
    this.of(plugin).count += 1;
    outcome?.catch((error) => {
      if (error instanceof ShellError && faults.includes(error.code)) this.noteError(plugin, error);
    });
  }

  /** Somebody who gave up has not met an error. */
  noteError(plugin: string, error: unknown): void {
    if (!isCancellation(error)) this.of(plugin).lastError = error;
  }

  count(plugin: string): number {
    return this.plugins.get(plugin)?.count ?? 0;
  }

  lastError(plugin: string): unknown {
    return this.plugins.get(plugin)?.lastError;
  }

  private of(plugin: string): PluginCalls {
    const known = this.plugins.get(plugin) ?? { count: 0, lastError: undefined };
    this.plugins.set(plugin, known);
    return known;
  }
}
