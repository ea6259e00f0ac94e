import { type ContextKeyService, EventEmitter, type Message } from 'boule-bleue';
import type { Cause } from './diagnosis/cause.ts';

export type ConnectionState = 'unknown' | 'connecting' | 'connected' | 'failed' | 'refused' | 'unknown-licence';

/** Where the installation stands with the Impact emploi server. */
export type ConnectionStatus = {
  readonly state: ConnectionState;
  /** Why, when it is neither unknown nor connected. */
  readonly reason: Message | null;
  readonly next: Message | null;
  /** For the assistance desk; `null` when the reason is none of the network's. */
  readonly cause: Cause | null;
};

const unknown: ConnectionStatus = { state: 'unknown', reason: null, next: null, cause: null };

/** Keeps the status, and shows its state to the ball and the menus as the context key `connection.state`. */
export class StatusKeeper {
  private readonly changes = new EventEmitter<ConnectionStatus>();
  private status = unknown;
  readonly onDidChange = this.changes.event;

  constructor(private readonly contextKeys: ContextKeyService) {}

  get current(): ConnectionStatus {
    return this.status;
  }

  set(status: Partial<ConnectionStatus> & Pick<ConnectionStatus, 'state'>): void {
    this.status = { ...unknown, ...status };
    this.contextKeys.set('connection.state', status.state);
    this.changes.fire(this.status);
  }
}
