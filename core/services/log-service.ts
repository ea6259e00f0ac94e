/** Values logged beside a line. Secrets among them redact themselves. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes to the shell's log file, in the plugin's name. Beyond 100 lines a second in the long run, lines are left out and counted. */
export abstract class LogService {
  static readonly serviceId = 'log';

  abstract debug(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  /** @param error kept whole with its causes. */
  abstract error(message: string, error?: unknown, fields?: LogFields): void;
}
