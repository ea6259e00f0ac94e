import type { ShellError } from '../../../core/errors.ts';
import type { PluginScope, ServiceProvider } from '../../../core/plugins/plugin-scope.ts';
import { AccountService } from '../../../core/services/account-service.ts';
import { AuthenticationProviderService } from '../../../core/services/authentication-provider-service.ts';
import { AuthenticationService } from '../../../core/services/authentication-service.ts';
import { CommandService } from '../../../core/services/command-service.ts';
import { ContextKeyService } from '../../../core/services/context-key-service.ts';
import { DialogService } from '../../../core/services/dialog-service.ts';
import { FileService } from '../../../core/services/file-service.ts';
import { HookService } from '../../../core/services/hook-service.ts';
import { LogService } from '../../../core/services/log-service.ts';
import { NetworkProbeService } from '../../../core/services/network-probe-service.ts';
import { NetworkService } from '../../../core/services/network-service.ts';
import { NotificationService } from '../../../core/services/notification-service.ts';
import { PanelService } from '../../../core/services/panel-service.ts';
import { SecretService } from '../../../core/services/secret-service.ts';
import { SettingsService } from '../../../core/services/settings-service.ts';
import { SharedStorageService } from '../../../core/services/shared-storage-service.ts';
import { StorageService } from '../../../core/services/storage-service.ts';
import { WindowService } from '../../../core/services/window-service.ts';
import type { Shell } from '../../../core/shell.ts';
import type { SessionBroker } from '../authentication/session-broker.ts';
import type { FloodReports } from '../limits/flood-meter.ts';
import { LimitedAuthenticationService } from '../limits/limited-authentication-service.ts';
import { LimitedContextKeyService } from '../limits/limited-context-key-service.ts';
import { LimitedDialogService } from '../limits/limited-dialog-service.ts';
import { LimitedFileService } from '../limits/limited-file-service.ts';
import { LimitedLog } from '../limits/limited-log.ts';
import { LimitedNetworkProbeService } from '../limits/limited-network-probe-service.ts';
import { LimitedNotificationService } from '../limits/limited-notification-service.ts';
import { LimitedPanelService } from '../limits/limited-panel-service.ts';
import { LimitedWindowService } from '../limits/limited-window-service.ts';
import type { HostLog } from '../logging/host-log.ts';
import type { Dialer } from '../network/dialing/dialer.ts';
import { NetworkClient, type NetworkClientOptions } from '../network/network-client.ts';
import { NetworkProbe, type NetworkProbeOptions } from '../network/network-probe.ts';
import { noteRefusal } from '../network/request-note.ts';
import type { NetworkChanges } from '../network/routes/network-changes.ts';
import type { RequestJournal } from '../permissions/request-journal.ts';
import type { KeyVault } from '../secrets/key-vault.ts';
import { SealedSecretService } from '../secrets/sealed-secret-service.ts';
import type { SharedStorage } from '../shared-storage/shared-storage.ts';
import type { Store } from '../storage/store.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import { currentRoute } from './current-route.ts';
import { guardProvider } from './guarded-provider.ts';
import { networkGrants } from './network-grants.ts';
import { ScopedAccountService } from './scoped-account-service.ts';
import { ScopedAuthenticationProviderService } from './scoped-authentication-provider-service.ts';
import { ScopedAuthenticationService } from './scoped-authentication-service.ts';
import { ScopedCommandService } from './scoped-command-service.ts';
import { ScopedContextKeyService } from './scoped-context-key-service.ts';
import { ScopedDialogService } from './scoped-dialog-service.ts';
import { ScopedFileService } from './scoped-file-service.ts';
import { ScopedHookService } from './scoped-hook-service.ts';
import { ScopedNetworkProbeService, ScopedNetworkService } from './scoped-network-service.ts';
import { ScopedNotificationService } from './scoped-notification-service.ts';
import { type PanelParts, ScopedPanelService } from './scoped-panel-service.ts';
import { ScopedSettingsService } from './scoped-settings-service.ts';
import { ScopedSharedStorageService } from './scoped-shared-storage-service.ts';
import { ScopedWindowService } from './scoped-window-service.ts';

export interface ServiceSources {
  readonly shell: Shell;
  readonly log: HostLog;
  readonly store: Store;
  readonly sharedStorage: SharedStorage;
  readonly vault: KeyVault;
  readonly dialer: Dialer;
  readonly networkChanges: NetworkChanges;
  readonly requests: RequestJournal;
  /** Sent with requests that name none. */
  readonly userAgent: string;
  readonly panels: PanelParts;
  /** Made once the shell is there. */
  readonly sessions: () => SessionBroker;
  readonly dialogs: DialogCenter;
  readonly notifications: NotificationCenter;
  /** Told of plugins that do too much. */
  readonly floods: FloodReports;
}

/** Their requests are in the journal, refused ones too. */
const noted: readonly ServiceProvider['token'][] = [NetworkService, NetworkProbeService];

const storageQuotaBytes = 16 * 1024 * 1024;

/** How each service is made for one plugin. */
export function createServiceProviders(sources: ServiceSources): readonly ServiceProvider[] {
  const { shell, store, sharedStorage, vault, panels, dialogs, floods, sessions } = sources;
  const { authentication, commands, contextKeys, hooks, settings } = shell;
  const pluginIds = () => shell.plugins.ids();
  const providers: readonly ServiceProvider<object>[] = [
    { token: AccountService, create: (scope) => new ScopedAccountService(scope, hooks) },
    { token: AuthenticationProviderService, create: (scope) => new ScopedAuthenticationProviderService(scope, authentication) },
    { token: CommandService, create: (scope) => new ScopedCommandService(scope, commands) },
    {
      token: ContextKeyService,
      create: (scope) => new LimitedContextKeyService(scope, new ScopedContextKeyService(scope, contextKeys, pluginIds), floods),
    },
    { token: DialogService, create: (scope) => new LimitedDialogService(scope, new ScopedDialogService(scope, dialogs), floods) },
    { token: FileService, create: (scope) => new LimitedFileService(scope, new ScopedFileService(scope, dialogs), floods) },
    { token: HookService, create: (scope) => new ScopedHookService(scope, hooks) },
    { token: LogService, create: (scope) => createLog(scope, sources) },
    { token: NetworkService, create: (scope) => new ScopedNetworkService(scope, createNetworkClient(scope, sources)) },
    { token: NetworkProbeService, create: (scope) => createNetworkProbe(scope, sources) },
    { token: NotificationService, create: (scope) => createNotifications(scope, sources) },
    { token: PanelService, create: (scope) => new LimitedPanelService(scope, new ScopedPanelService(scope, panels), floods) },
    { token: SecretService, create: ({ manifest }) => new SealedSecretService(vault, store.secrets, manifest.id) },
    { token: SettingsService, create: (scope) => new ScopedSettingsService(scope, settings) },
    { token: SharedStorageService, create: (scope) => new ScopedSharedStorageService(scope, sharedStorage) },
    { token: StorageService, create: ({ manifest }) => store.documents(manifest.id, storageQuotaBytes) },
    { token: WindowService, create: (scope) => new LimitedWindowService(scope, new ScopedWindowService(scope, panels.windows), floods) },
  ];
  const guarded = providers.map((provider) =>
    guardProvider(provider, {
      synchronousMethods: ['show', 'onDidChange', 'onDidChangeNetwork'],
      ...(noted.includes(provider.token) && { onRefused: (scope, [request], denial) => noteRefused(scope, request, denial, sources) }),
    }),
  );
  return [...guarded, { token: AuthenticationService, create: (scope) => createSessions(scope, sessions(), floods) }];
}

/** Looks after its permission by itself, provider by provider. */
function createSessions(scope: PluginScope, sessions: SessionBroker, floods: FloodReports): AuthenticationService {
  return new LimitedAuthenticationService(scope, new ScopedAuthenticationService(scope, sessions), floods);
}

function createLog(scope: PluginScope, { log, floods }: ServiceSources): LogService {
  const { id } = scope.manifest;
  return scope.store.add(new LimitedLog(log.forPlugin(id), () => floods.report(id, 'log')));
}

function createNotifications(scope: PluginScope, { shell, notifications, floods }: ServiceSources): NotificationService {
  const { id } = scope.manifest;
  const service = new ScopedNotificationService(scope, notifications, shell.commands);
  const shownCount = () => notifications.list().filter(({ plugin }) => plugin === id).length;
  return new LimitedNotificationService(scope, service, { floods, shownCount });
}

function createNetworkClient(scope: PluginScope, sources: ServiceSources): NetworkClient {
  return new NetworkClient(networkParts(scope, sources));
}

function createNetworkProbe(scope: PluginScope, sources: ServiceSources): NetworkProbeService {
  const prober = new ScopedNetworkProbeService(scope, new NetworkProbe(networkParts(scope, sources)));
  return new LimitedNetworkProbeService(scope, prober, sources.floods);
}

function noteRefused({ manifest }: PluginScope, request: unknown, denial: ShellError, { requests }: ServiceSources): void {
  // Who only wanted to listen has asked nothing of the network.
  if (typeof request === 'function') return;
  noteRefusal(request, denial, (record) => requests.record(manifest.id, record));
}

function networkParts(scope: PluginScope, sources: ServiceSources): NetworkClientOptions & NetworkProbeOptions {
  const { shell, dialer, networkChanges, userAgent, requests } = sources;
  const { id } = scope.manifest;
  return {
    pluginId: id,
    dialer,
    userAgent,
    currentRoute: () => currentRoute(shell.hooks),
    grants: networkGrants(scope, shell.settings),
    onRequest: (record) => requests.record(id, record),
    onDidChangeNetwork: networkChanges.onDidChange,
  };
}
