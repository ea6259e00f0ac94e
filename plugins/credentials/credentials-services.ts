import type {
  AuthenticationProviderService,
  DialogService,
  FileService,
  LogService,
  NetworkService,
  NotificationService,
  PanelService,
  SecretService,
  SettingsService,
  SharedStorageService,
  StorageService,
} from 'boule-bleue';
import { AccountAdministration } from './accounts/account-administration.ts';
import { AccountService } from './accounts/account-service.ts';
import { FormerAccounts } from './accounts/former-accounts.ts';
import { OfficeFounder } from './accounts/office-founder.ts';
import { OfficeStore } from './accounts/office-store.ts';
import { PortalAccess } from './authentication-provider/portal-access.ts';
import { PortalSessions, portalProvider } from './authentication-provider/portal-sessions.ts';
import { NetEntreprisesExchange } from './exchange/net-entreprises-exchange.ts';
import { NetEntreprisesServices } from './exchange/net-entreprises-services.ts';
import { JournalRoom } from './journal/journal-room.ts';
import manifest from './package.json';
import { PanelPublisher } from './panel-publisher.ts';
import { OfficeKeySafe } from './sealing/office-key-safe.ts';
import { PasswordKeys } from './sealing/password-key.ts';
import { Protection } from './sealing/protection.ts';
import { SeveralRoom } from './several/several-room.ts';
import { ShownAccounts } from './shown-accounts.ts';
import { OfficeOpener } from './sign-in/office-opener.ts';
import type { OpenSession } from './sign-in/open-session.ts';
import { SessionKeeper } from './sign-in/session-keeper.ts';
import { Sessions } from './sign-in/sessions.ts';
import { SignIn } from './sign-in/sign-in.ts';
import { ConnectionTester } from './verification/connection-tester.ts';
import { CredentialFingerprint } from './verification/credential-fingerprint.ts';
import { FailureCounter } from './verification/failure-counter.ts';
import { PortalAttempts } from './verification/portal-attempts.ts';
import { ServiceCheck } from './verification/service-check.ts';
import { VerificationBoard } from './verification/verification-board.ts';

/** What the shell gives the plugin. */
export interface ShellServices {
  readonly panels: PanelService;
  readonly dialogs: DialogService;
  readonly notifications: NotificationService;
  readonly files: FileService;
  readonly shared: SharedStorageService;
  /** What versions before the shared storage saved. */
  readonly storage: StorageService;
  readonly secrets: SecretService;
  readonly settings: SettingsService;
  readonly network: NetworkService;
  readonly log: LogService;
  readonly providers: AuthenticationProviderService;
}

/** For tests: what takes time, or tells it. */
export interface ServiceOptions {
  readonly passwords?: PasswordKeys;
  readonly now?: () => number;
  readonly testAllPauseMs?: number;
}

export type CredentialsServices = ReturnType<typeof createServices>;

/** The parts of the plugin's main half, each with what it needs. */
export function createServices(
  shell: ShellServices,
  { passwords = new PasswordKeys(), now = Date.now, testAllPauseMs }: ServiceOptions = {},
) {
  const { panels, dialogs, notifications, shared, storage, secrets, settings, network, log, providers } = shell;
  const store = new OfficeStore(shared, log);
  const sessions = new Sessions<OpenSession>();
  const safe = new OfficeKeySafe(secrets, log);
  const keeper = new SessionKeeper(store, sessions, safe, notifications, log);
  const signIn = new SignIn(store, sessions, passwords, now);
  const founder = new OfficeFounder(store, safe, new FormerAccounts(storage, secrets, log), signIn, now);
  const fingerprint = new CredentialFingerprint();
  const failures = new FailureCounter(shared, now);
  const board = new VerificationBoard(fingerprint);
  const exchange = new NetEntreprisesExchange(network, settings, manifest.version);
  const accounts = new AccountService(store, sessions, failures, fingerprint, now);
  const services = new ServiceCheck(new NetEntreprisesServices(network, settings, manifest.version));
  const attempts = new PortalAttempts(accounts, exchange, failures, log);
  const shown = new ShownAccounts();
  const publisher = new PanelPublisher({ ...{ panels, settings, store, accounts, sessions, shown, board, log }, now });
  const opener = new OfficeOpener(store, founder, keeper, log);
  const portalSessions = new PortalSessions(new PortalAccess(accounts, attempts, () => opener.ensureOpen()), {
    attempted: () => void publisher.publish().catch((error) => log.error('The accounts could not be shown.', error)),
    ended: (account) => providers.sessionsChanged(portalProvider, account),
  });
  const pause = testAllPauseMs === undefined ? {} : { pauseMs: testAllPauseMs };
  return {
    several: new SeveralRoom({ ...shell, ...{ store, sessions, signIn, accounts, attempts, failures, fingerprint, now }, ...pause }),
    journal: new JournalRoom({ shared, sessions, panels, log }),
    ...{
      settings,
      publisher,
      portalSessions,
      store,
      sessions,
      passwords,
      signIn,
      founder,
      keeper,
      accounts,
      shown,
      attempts,
      failures,
      board,
      exchange,
      fingerprint,
    },
    opener,
    administration: new AccountAdministration(store, sessions, now),
    protection: new Protection(store, sessions, keeper, safe, signIn),
    tester: new ConnectionTester(accounts, attempts, services, board, dialogs),
  };
}
