import { type LevelWithSilent, type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogService } from '../../../core/services/log-service.ts';
import { toLoggableFields } from './loggable.ts';
import { PluginLog } from './plugin-log.ts';
import { redactText } from './redaction.ts';
import { RotatingFile } from './rotating-file.ts';

export interface HostLogOptions {
  /** Folder of the log files. */
  readonly directory: string;
  /** pino's levels, and `silent`. Default `info`. */
  readonly level?: LevelWithSilent;
  /** Writes each line to stderr too. */
  readonly verbose?: boolean;
  /** Default 2 MB. */
  readonly maximumBytes?: number;
  /** Default 3, beside the current one. */
  readonly keptFiles?: number;
}

/** The levels that `--log-level` takes. */
export const logLevels: readonly LevelWithSilent[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * The shell's log: lines of JSON in a file of bounded size. What is logged passes two nets, whoever logs
 * it: members and errors are copied without their secrets, and each finished line is searched for
 * secrets inside texts.
 */
export class HostLog {
  /** For the host itself and its libraries. */
  readonly logger: Logger;
  private readonly file: RotatingFile;
  private hasReportedFailure = false;

  constructor(options: HostLogOptions) {
    const { directory, level = 'info', verbose = false, maximumBytes = 2 * 1024 * 1024, keptFiles = 3 } = options;
    this.file = new RotatingFile({ directory, maximumBytes, keptFiles, onError: (error) => this.reportFailure(error) });
    const write = (line: string) => {
      this.file.write(line);
      if (verbose) process.stderr.write(line);
    };
    this.logger = pino(
      {
        level,
        base: { pid: process.pid },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }), bindings: toLoggableFields, log: toLoggableFields },
        // Errors have been copied already: pino's own serialiser must not take the copy for an error.
        serializers: { err: (error: unknown) => error },
        hooks: { streamWrite: redactText },
      },
      { write },
    );
  }

  forPlugin(pluginId: string): LogService {
    return new PluginLog(this.logger, pluginId);
  }

  /** Writes what is pending and closes the file. Lines logged later are lost. */
  async close(): Promise<void> {
    await this.file.close();
  }

  /** Whoever asks why there are no logs finds a first answer on stderr; work goes on without them. */
  private reportFailure(error: unknown): void {
    if (this.hasReportedFailure) return;
    this.hasReportedFailure = true;
    process.stderr.write(`The log can't be written: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
