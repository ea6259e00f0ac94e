import type { Disposable, NotificationService, PanelService, SettingsService, StorageService } from 'boule-bleue';
import * as v from 'valibot';
import { panelId as accountsPanelId } from '../panel-publisher.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { Sessions } from '../sign-in/sessions.ts';
import type { AccountRows } from './account-rows.ts';
import type { AccountStateRow } from './account-state-row.ts';
import { nameSome } from './test-all-report.ts';

export interface ReminderParts {
  readonly rows: AccountRows;
  readonly sessions: Pick<Sessions, 'current'>;
  readonly settings: SettingsService;
  readonly storage: StorageService;
  readonly panels: PanelService;
  readonly notifications: NotificationService;
  readonly now: () => number;
}

/** « Me le rappeler plus tard »: that much later. */
const snoozeMs = 14 * 86_400_000;
const collection = 'password-reminders';

/** Who was told what on this workstation: of each reader and account, for which password, and when again. */
const toldSchema = v.object({ changedAt: v.number(), again: v.exactOptional(v.number()) });
type Told = v.InferOutput<typeof toldSchema>;
type AgedRow = AccountStateRow & { readonly changedAt: number };

/** Tells once that passwords grow old, and marks the panel for as long as they are. */
export class PasswordReminders {
  private readonly queue = new SerialQueue();
  private shown: Disposable | undefined;

  constructor(private readonly parts: ReminderParts) {}

  /** To be called whenever something may have grown old, or someone else reads. @throws ShellError `shared-storage.*`. */
  check(): Promise<void> {
    return this.queue.run(async () => {
      const reader = this.parts.sessions.current?.account.id;
      const aged = reader === undefined ? [] : await this.listAged();
      if (aged.length === 0) this.withdraw();
      const told = await this.readTold(reader ?? '', aged);
      this.mark(aged.filter((row) => !this.isSnoozed(told.get(row.id), row)).length);
      const due = aged.filter((row) => this.isDue(told.get(row.id), row));
      if (reader === undefined || due.length === 0) return;
      this.tell(due);
      await this.writeTold(reader, due);
    });
  }

  /** Not now: of all that are old now, again in two weeks. */
  snooze(): Promise<void> {
    return this.queue.run(async () => {
      const reader = this.parts.sessions.current?.account.id;
      this.withdraw();
      this.mark(0);
      if (reader !== undefined) await this.writeTold(reader, await this.listAged(), this.parts.now() + snoozeMs);
    });
  }

  private async listAged(): Promise<readonly AgedRow[]> {
    return (await this.parts.rows.list()).filter((row): row is AgedRow => row.isAged === true && row.changedAt !== undefined);
  }

  private isDue(told: Told | undefined, { changedAt }: AgedRow): boolean {
    if (told?.changedAt !== changedAt) return true;
    return told.again !== undefined && told.again <= this.parts.now();
  }

  private isSnoozed(told: Told | undefined, { changedAt }: AgedRow): boolean {
    return told?.changedAt === changedAt && told.again !== undefined && told.again > this.parts.now();
  }

  private tell(due: readonly AgedRow[]): void {
    this.withdraw();
    const args = { count: due.length, names: nameSome(due.map(({ name }) => name)) };
    this.shown = this.parts.notifications.show({
      severity: 'info',
      message: { key: 'reminder.message', args },
      actions: [
        { title: { key: 'command.states' }, command: 'credentials.open-states' },
        { title: { key: 'command.snooze-reminders' }, command: 'credentials.snooze-reminders' },
      ],
    });
  }

  private withdraw(): void {
    this.shown?.dispose();
    this.shown = undefined;
  }

  private mark(count: number): void {
    this.parts.panels.setBadge(accountsPanelId, { count, label: { key: 'reminder.badge', args: { count } } });
  }

  private async readTold(reader: string, aged: readonly AgedRow[]): Promise<ReadonlyMap<string, Told>> {
    if (aged.length === 0) return new Map();
    const documents = await this.parts.storage.list(collection);
    const byId = new Map(documents.map(({ id, value }) => [id, v.safeParse(toldSchema, value)]));
    return new Map(
      aged.flatMap(({ id }) => {
        const outcome = byId.get(documentId(reader, id));
        return outcome?.success ? [[id, outcome.output] as const] : [];
      }),
    );
  }

  private async writeTold(reader: string, rows: readonly AgedRow[], again?: number): Promise<void> {
    const changes = rows.map(({ id, changedAt }) => ({
      collection,
      id: documentId(reader, id),
      value: { changedAt, ...(again !== undefined && { again }) },
    }));
    if (changes.length > 0) await this.parts.storage.write(changes);
  }
}

function documentId(reader: string, account: string): string {
  return `${reader} ${account}`;
}
