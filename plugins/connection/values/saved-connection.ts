import { EventEmitter, type LogService, type SettingsService } from 'boule-bleue';
import type { GivenSecrets } from './connection-arguments.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { ConnectionValues, RoleWithCredentials } from './connection-values.ts';

export type SavedValues = {
  readonly values: ConnectionValues;
  /** Whether a password is sealed for the saved proxy and user. */
  readonly hasProxyPassword: boolean;
  /** The saved addresses for which a name and a password are sealed. */
  readonly credentialRoles: readonly RoleWithCredentials[];
};

/** The saved values at hand, and word of each change: by « Enregistrer », the settings panel or the command line. */
export class SavedConnection {
  private readonly changes = new EventEmitter<void>();
  private saved: SavedValues | undefined;
  private isSaving = false;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly store: ConnectionStore,
    private readonly settings: SettingsService,
    private readonly log: LogService,
  ) {}

  /** Reads them for the first time, and follows them from then on. Nothing else may be called before. */
  async load(): Promise<void> {
    await this.refresh();
    this.settings.onDidChange((keys) => {
      if (this.isSaving || !keys.some((key) => key.startsWith('connection.'))) return;
      this.follow().catch((error: unknown) => this.log.error('The changed settings of the connection could not be read', error));
    });
  }

  get current(): SavedValues {
    if (!this.saved) throw new Error('The saved connection was asked for before it was loaded');
    return this.saved;
  }

  async save(values: ConnectionValues, secrets?: GivenSecrets): Promise<void> {
    this.isSaving = true;
    try {
      await this.store.save(values, secrets);
      await this.refresh();
    } finally {
      this.isSaving = false;
    }
    this.changes.fire();
  }

  /** Forgets the name and the password that are sealed for an address. */
  async forgetCredentials(role: RoleWithCredentials): Promise<void> {
    await this.store.credentials.forget(role);
    await this.refresh();
    this.changes.fire();
  }

  /** Someone else may have written the same values once more: that is no change. */
  private async follow(): Promise<void> {
    const former = this.current;
    // What was sealed for another origin must not come back with it.
    await this.store.credentials.save((await this.store.read()).servers);
    await this.refresh();
    if (JSON.stringify(former) !== JSON.stringify(this.current)) this.changes.fire();
  }

  private async refresh(): Promise<void> {
    const values = await this.store.read();
    const hasProxyPassword = (await this.store.readPassword(values)) !== undefined;
    this.saved = { values, hasProxyPassword, credentialRoles: await this.store.credentials.listHeld(values.servers) };
  }
}
