import type { Disposable } from '../../../core/lifecycle.ts';
import type { Message } from '../../../core/message.ts';
import { DocumentStore } from './document-store.ts';
import { LayoutStore } from './layout-store.ts';
import { MetaStore } from './meta-store.ts';
import { SecretStore } from './secret-store.ts';
import { SessionStore } from './session-store.ts';
import { SettingsStore } from './settings-store.ts';
import type { StoreDatabase } from './store-database.ts';
import type { StoreFile } from './store-file.ts';

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

  constructor(private readonly file: StoreFile) {
    const { database } = file;
    this.database = database;
    this.notices = file.notices;
    this.settings = new SettingsStore(database);
    this.secrets = new SecretStore(database);
    this.sessions = new SessionStore(database);
    this.layout = new LayoutStore(database);
    this.meta = new MetaStore(database);
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
    this.file.dispose();
  }
}
