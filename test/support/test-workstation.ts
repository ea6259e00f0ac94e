import { Secret } from 'boule-bleue';
import { AccountCommands } from '../../plugins/credentials/account-commands.ts';
import { createServices } from '../../plugins/credentials/credentials-services.ts';
import type { OfficePanelState } from '../../plugins/credentials/office-state.ts';
import { unpackAccounts } from '../../plugins/credentials/packed-accounts.ts';
import { PasswordKeys } from '../../plugins/credentials/sealing/password-key.ts';
import {
  MemoryAuthenticationProviders,
  MemoryCommands,
  MemoryDialogs,
  MemoryFiles,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemorySecrets,
  MemorySettings,
  MemorySharedStorage,
  MemorySharedStore,
  MemoryStorage,
} from './memory-services/index.ts';
import { ScriptedPortal } from './memory-services/scripted-portal.ts';

/** Slow guesses are not what most tests are about. */
const quickPasswords = new PasswordKeys({ memoryKib: 64, passes: 1, lanes: 1 });

/** What lasts on a workstation when its host ends. */
export interface WorkstationFolder {
  readonly storage: MemoryStorage;
  readonly secrets: MemorySecrets;
}

/** The main half of the credentials plugin on one workstation. Several on one store are a réseau. */
export class TestWorkstation {
  readonly panels = new MemoryPanels();
  readonly dialogs = new MemoryDialogs();
  readonly notifications = new MemoryNotifications();
  readonly network = new ScriptedPortal();
  readonly log = new MemoryLog();
  readonly settings = new MemorySettings();
  readonly services;
  private readonly commands = new MemoryCommands();

  private constructor(
    readonly store: MemorySharedStore,
    readonly name: string,
    readonly folder: WorkstationFolder,
    clock: { now: number } | undefined,
    passwords: PasswordKeys,
    shared: MemorySharedStorage,
  ) {
    const { panels, dialogs, notifications, network, log, settings } = this;
    const providers = new MemoryAuthenticationProviders();
    this.services = createServices(
      { panels, dialogs, notifications, files: new MemoryFiles(), network, log, settings, shared, providers, ...folder },
      { passwords, ...(clock && { now: () => clock.now }) },
    );
    new AccountCommands(this.services, dialogs).register(this.commands);
  }

  static async start(
    store: MemorySharedStore,
    {
      name = 'poste-1',
      folder = { storage: new MemoryStorage(), secrets: new MemorySecrets() },
      clock,
      passwords = quickPasswords,
      shared = new MemorySharedStorage(store, name),
    }: { shared?: MemorySharedStorage; name?: string; folder?: WorkstationFolder; clock?: { now: number }; passwords?: PasswordKeys } = {},
  ): Promise<TestWorkstation> {
    const workstation = new TestWorkstation(store, name, folder, clock, passwords, shared);
    await workstation.services.opener.start(() => workstation.services.publisher.publish());
    return workstation;
  }

  /** The same folder after its host ended. */
  restart(clock?: { now: number }): Promise<TestWorkstation> {
    return TestWorkstation.start(this.store, { name: this.name, folder: this.folder, ...(clock && { clock }) });
  }

  /** Runs a command as the window does. Arguments named in the manifest as secrets are wrapped. */
  run(command: string, args: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const secrets = ['password', 'confirmation', 'netEntreprisesPassword', 'recoveryKey'];
    const wrapped = Object.entries(args).map(([name, value]) => [name, secrets.includes(name) ? new Secret(String(value)) : value]);
    return this.commands.execute(`credentials.${command}`, Object.fromEntries(wrapped));
  }

  /** With « Mot de passe » and « Confirmer ». */
  runTyped(command: string, account: string, password: string, args: object = {}): Promise<unknown> {
    return this.run(command, { account, password, confirmation: password, ...args });
  }

  get state(): OfficePanelState {
    return this.panels.states['credentials.accounts'] as unknown as OfficePanelState;
  }

  get session(): OfficePanelState['office']['session'] {
    return this.state.office.session;
  }

  account(name: string) {
    const summary = unpackAccounts(this.state.accounts).find((account) => account.name === name);
    return summary && { ...summary, detail: this.state.details[summary.id] };
  }

  get names(): readonly string[] {
    return unpackAccounts(this.state.accounts).map(({ name }) => name);
  }

  /** All that left the plugin: to windows, logs, dialogs and notifications. */
  get seen(): string {
    return JSON.stringify([this.panels.history, this.log.lines, this.dialogs.asked, this.notifications.shown]);
  }
}
