import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import { DocumentStore } from './document-store.ts';
import { LayoutStore } from './layout-store.ts';
import { MetaStore } from './meta-store.ts';
import { SecretStore } from './secret-store.ts';
import { SessionStore } from './session-store.ts';
import { SettingsStore } from './settings-store.ts';
import type { StoreBackups } from './store-backups.ts';
import type { StoreDatabase } from './store-database.ts';

export interface StoreParts {
  readonly database: StoreDatabase;
  readonly backups: StoreBackups;
  readonly notices: readonly Message[];
  readonly version: number;
  readonly now: () => Date;
  readonly onBackupError: (error: unknown) => void;
}

const backupCheckIntervalMs = 60 * 60 * 1000;

/** The open store and its repositories. Made by `openStore`. */
export class Store implements Disposable {
  /** What had to be repaired when the store was opened, for the user to know. */
  readonly notices: readonly Message[];
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly sessions: SessionStore;
  readonly layout: LayoutStore;
  readonly meta: MetaStore;
  readonly database: StoreDatabase;
  private readonly timer: NodeJS.Timeout;
  private changesAtBackup = 0;
  private isDisposed = false;

  constructor(private readonly parts: StoreParts) {
    const { database } = parts;
    this.database = database;
    this.notices = parts.notices;
    this.settings = new SettingsStore(database);
    this.secrets = new SecretStore(database);
    this.sessions = new SessionStore(database);
    this.layout = new LayoutStore(database);
    this.meta = new MetaStore(database);
    // A host that runs for weeks has to be backed up too; one that is closed daily is when it closes.
    this.timer = setInterval(() => this.backUpIfDue(), backupCheckIntervalMs).unref();
  }

  /** A plugin's own documents. @param quotaBytes what they may take together. Default: as much as there is. */
  documents(pluginId: string, quotaBytes?: number): DocumentStore {
    return new DocumentStore(this.database, pluginId, quotaBytes);
  }

  /**
   * Forgets, all or nothing, a plugin's documents and secrets, and the documents that another keeps about it under its id.
   * Ids that begin alike are others.
   */
  async forgetPlugin(pluginId: string, about: { readonly keeper: string; readonly collections: readonly string[] }): Promise<void> {
    this.database.transaction(() => {
      this.database.run('DELETE FROM document WHERE plugin = ?', pluginId);
      this.database.run('DELETE FROM secret WHERE plugin = ?', pluginId);
      const sql = 'DELETE FROM document WHERE plugin = ? AND collection = ? AND id = ?';
      for (const collection of about.collections) this.database.run(sql, about.keeper, collection, pluginId);
    });
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
