import type { NetworkRequest } from 'boule-bleue';
import { Secret } from 'boule-bleue';
import { type CredentialsServices, createServices } from '../../plugins/credentials/credentials-services.ts';
import type { NetEntreprisesCredentials } from '../../plugins/credentials/identity/net-entreprises-identity.ts';
import type { AccountRole } from '../../plugins/credentials/office-state.ts';
import { type AccountStateRow, unpackRows } from '../../plugins/credentials/several/account-state-row.ts';
import type { StatesPanelState } from '../../plugins/credentials/several/states-state.ts';
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

interface Kept {
  readonly store: MemorySharedStore;
  readonly storage: MemoryStorage;
  readonly secrets: MemorySecrets;
  readonly settings: MemorySettings;
  now: number;
}

/** The credentials plugin's main half on services in memory, with the commands that are about several accounts. */
export class SeveralBench {
  readonly commands = new MemoryCommands();
  readonly panels = new MemoryPanels();
  readonly notifications = new MemoryNotifications();
  readonly files = new MemoryFiles();
  readonly network = new ScriptedPortal();
  readonly log = new MemoryLog();
  readonly shared: MemorySharedStorage;
  readonly services: CredentialsServices;
  /** Done while a request is under way. */
  onRequest: (request: NetworkRequest) => Promise<void> = async () => {};

  private constructor(
    private readonly kept: Kept,
    testAllPauseMs: number,
  ) {
    const { panels, notifications, files, network, log } = this;
    const { storage, secrets, settings } = kept;
    this.shared = new MemorySharedStorage(kept.store);
    const request = network.request.bind(network);
    network.request = async (asked) => {
      await this.onRequest(asked);
      return request(asked);
    };
    const shell = {
      panels,
      dialogs: new MemoryDialogs(),
      providers: new MemoryAuthenticationProviders(),
      notifications,
      files,
      shared: this.shared,
      storage,
      secrets,
      settings,
      network,
      log,
    };
    this.services = createServices(shell, { now: () => this.kept.now, testAllPauseMs });
  }

  static async start({ testAllPauseMs = 0, kept = keep() }: { testAllPauseMs?: number; kept?: Kept } = {}): Promise<SeveralBench> {
    const bench = new SeveralBench(kept, testAllPauseMs);
    const { several, opener } = bench.services;
    several.register(bench.commands);
    await opener.start(async () => {});
    several.start();
    several.stop();
    return bench;
  }

  get now(): number {
    return this.kept.now;
  }

  set now(now: number) {
    this.kept.now = now;
  }

  get store(): MemorySharedStore {
    return this.kept.store;
  }

  get settings(): MemorySettings {
    return this.kept.settings;
  }

  restart(): Promise<SeveralBench> {
    return SeveralBench.start({ kept: this.kept });
  }

  run(command: string, args: object = {}, signal?: AbortSignal): Promise<unknown> {
    return this.commands.execute(`credentials.${command}`, args, signal && { signal });
  }

  async add(name: string): Promise<void> {
    await this.services.administration.add(name);
  }

  async remove(name: string): Promise<void> {
    await this.services.administration.remove(name);
  }

  save(account: string, { password, ...identity }: NetEntreprisesCredentials): Promise<void> {
    return this.services.accounts.save({ account, ...identity, netEntreprisesPassword: new Secret(password) });
  }

  async saved(account: string): Promise<NetEntreprisesCredentials | undefined> {
    return (await this.services.accounts.find(account)).credentials?.netEntreprises;
  }

  /** As another account of the same workstation, with the keys that it has, until the office's documents change. */
  async signInAs(name: string, role: AccountRole): Promise<void> {
    const { sessions, store, opener } = this.services;
    await opener.follow();
    const { accounts } = await store.read();
    const account = accounts.find((stored) => stored.account.name === name)?.account;
    if (account && sessions.current) sessions.set({ ...sessions.current, account: { id: account.id, name }, role });
  }

  signOut(): void {
    this.services.sessions.set(null);
  }

  state(): StatesPanelState {
    return this.panels.states['credentials.states'] as StatesPanelState;
  }

  row(name: string): AccountStateRow | undefined {
    return unpackRows(this.state().rows).find((row) => row.name === name);
  }

  /** Kinds of states by name. */
  states(): Record<string, string> {
    return Object.fromEntries(unpackRows(this.state().rows).map(({ name, status }) => [name, status.kind]));
  }
}

function keep(): Kept {
  return {
    store: new MemorySharedStore(),
    storage: new MemoryStorage(),
    secrets: new MemorySecrets(),
    settings: new MemorySettings(),
    now: Date.UTC(2026, 10, 23, 9),
  };
}
