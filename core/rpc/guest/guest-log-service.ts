import { type LogFields, LogService } from '../../services/log-service.ts';
import { packError } from '../call-outcome.ts';
import type { GuestLink } from './guest-link.ts';

const causes = 4;

export class GuestLogService extends LogService {
  /** @param toPlainFields a copy that can be sent, whatever somebody wants to log. */
  constructor(
    private readonly link: GuestLink,
    private readonly toPlainFields: (fields: object) => Record<string, unknown>,
  ) {
    super();
  }

  override debug(message: string, fields: LogFields = {}): void {
    this.send('debug', message, fields);
  }

  override info(message: string, fields: LogFields = {}): void {
    this.send('info', message, fields);
  }

  override warn(message: string, fields: LogFields = {}): void {
    this.send('warn', message, fields);
  }

  override error(message: string, error?: unknown, fields: LogFields = {}): void {
    this.send('error', message, fields, ...(error === undefined ? [] : [packError(error, causes)]));
  }

  private send(level: string, message: string, fields: LogFields, ...error: unknown[]): void {
    this.link.host.send(LogService.serviceId, level, [message, this.toPlainFields(fields), ...error]);
  }
}
