import type { ServiceProvider } from '../../plugins/plugin-scope.ts';
import { AccountService } from '../../services/account-service.ts';
import { AuthenticationProviderService } from '../../services/authentication-provider-service.ts';
import { AuthenticationService } from '../../services/authentication-service.ts';
import { CommandService } from '../../services/command-service.ts';
import { ContextKeyService } from '../../services/context-key-service.ts';
import { DialogService } from '../../services/dialog-service.ts';
import { FileService } from '../../services/file-service.ts';
import { HookService } from '../../services/hook-service.ts';
import { LogService } from '../../services/log-service.ts';
import { NetworkProbeService } from '../../services/network-probe-service.ts';
import { NetworkService } from '../../services/network-service.ts';
import { NotificationService } from '../../services/notification-service.ts';
import { PanelService } from '../../services/panel-service.ts';
import { SecretService } from '../../services/secret-service.ts';
import { SettingsService } from '../../services/settings-service.ts';
import { SharedStorageService } from '../../services/shared-storage-service.ts';
import { StorageService } from '../../services/storage-service.ts';
import { WindowService } from '../../services/window-service.ts';
import { GuestAccountService } from './guest-account-service.ts';
import { GuestAuthenticationProviderService, GuestAuthenticationService } from './guest-authentication-service.ts';
import { GuestCommandService } from './guest-command-service.ts';
import { GuestContextKeyService } from './guest-context-key-service.ts';
import { GuestDialogService } from './guest-dialog-service.ts';
import { GuestFileService } from './guest-file-service.ts';
import { GuestHookService } from './guest-hook-service.ts';
import type { GuestLink } from './guest-link.ts';
import { GuestLogService } from './guest-log-service.ts';
import { GuestNetworkProbeService, GuestNetworkService } from './guest-network-service.ts';
import { GuestNotificationService } from './guest-notification-service.ts';
import { GuestPanelService } from './guest-panel-service.ts';
import { GuestSecretService } from './guest-secret-service.ts';
import { GuestSettingsService } from './guest-settings-service.ts';
import { GuestSharedStorageService } from './guest-shared-storage-service.ts';
import { GuestStorageService } from './guest-storage-service.ts';
import { GuestWindowService } from './guest-window-service.ts';

/** How each service is made in a plugin's own process: all speak to the host, which checks whatever they ask for. */
export function createGuestProviders(
  link: GuestLink,
  toPlainFields: (fields: object) => Record<string, unknown>,
): readonly ServiceProvider[] {
  return [
    { token: AccountService, create: () => new GuestAccountService(link) },
    { token: AuthenticationService, create: () => new GuestAuthenticationService(link) },
    { token: AuthenticationProviderService, create: () => new GuestAuthenticationProviderService(link) },
    { token: CommandService, create: () => new GuestCommandService(link) },
    { token: ContextKeyService, create: () => new GuestContextKeyService(link) },
    { token: DialogService, create: () => new GuestDialogService(link) },
    { token: FileService, create: () => new GuestFileService(link) },
    { token: HookService, create: () => new GuestHookService(link) },
    { token: LogService, create: () => new GuestLogService(link, toPlainFields) },
    { token: NetworkService, create: () => new GuestNetworkService(link) },
    { token: NetworkProbeService, create: () => new GuestNetworkProbeService(link) },
    { token: NotificationService, create: () => new GuestNotificationService(link) },
    { token: PanelService, create: () => new GuestPanelService(link) },
    { token: SecretService, create: () => new GuestSecretService(link) },
    { token: SettingsService, create: () => new GuestSettingsService(link) },
    { token: SharedStorageService, create: () => new GuestSharedStorageService(link) },
    { token: StorageService, create: () => new GuestStorageService(link) },
    { token: WindowService, create: () => new GuestWindowService(link) },
  ];
}
