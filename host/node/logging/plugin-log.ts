import type { Logger } from 'pino';
import { isCancellation } from '../../../core/errors.ts';
import { type LogFields, LogService } from '../../../core/services/log-service.ts';

/** Writes a plugin's lines, each with the plugin's id. */
export class PluginLog extends LogService {
  private readonly logger: Logger;

  constructor(logger: Logger, pluginId: string) {
    super();
    this.logger = logger.child({ plugin: pluginId });
  }

  debug(message: string, fields: LogFields = {}): void {
    this.logger.debug(fields, message);
  }

  info(message: string, fields: LogFields = {}): void {
    this.logger.info(fields, message);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.logger.warn(fields, message);
  }

  /** Somebody who gave up has not met an error. */
  error(message: string, error?: unknown, fields: LogFields = {}): void {
    if (isCancellation(error)) this.logger.debug({ ...fields, cancelled: true }, message);
    else this.logger.error(error === undefined ? fields : { ...fields, err: error }, message);
  }
}
