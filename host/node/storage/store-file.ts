import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import type { StoreBackups } from './store-backups.ts';
import type { StoreDatabase } from './store-database.ts';

export interface StoreFileParts {
  readonly database: StoreDatabase;
  readonly backups: StoreBackups;
  readonly notices: readonly Message[];
  readonly version: number;
  readonly now: () => Date;
  readonly onBackupError: (error: unknown) => void;
}

const backupCheckIntervalMs = 60 * 60 * 1000;

/** An open database file that is backed up while it is used and when it is closed. Made by `openStoreFile`. */
export class StoreFile implements Disposable {
  /** What had to be repaired when the file was opened, for the user to know. */
  readonly notices: readonly Message[];
  readonly database: StoreDatabase;
  private readonly timer: NodeJS.Timeout;
  private changesAtBackup = 0;
  private isDisposed = false;

  constructor(private readonly parts: StoreFileParts) {
    this.database = parts.database;
    this.notices = parts.notices;
    // A host that runs for weeks has to be backed up too; one that is closed daily is when it closes.
    this.timer = setInterval(() => this.backUpIfDue(), backupCheckIntervalMs).unref();
  }

  /** Backs up what changed, and closes. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    clearInterval(this.timer);
    try {
      if (this.database.totalChanges > this.changesAtBackup || this.parts.backups.isDue(this.parts.now())) this.backUp();
    } finally {
      this.database.close();
    }
  }

  private backUpIfDue(): void {
    if (this.parts.backups.isDue(this.parts.now())) this.backUp();
  }

  /** A failed backup must not keep anyone from working or stopping: it is told, and tried again later. */
  private backUp(): void {
    try {
      const changes = this.database.totalChanges;
      this.parts.backups.take(this.database, this.parts.version, this.parts.now());
      this.changesAtBackup = changes;
    } catch (error) {
      this.parts.onBackupError(error);
    }
  }
}
