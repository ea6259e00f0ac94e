/**
 * The plugin API: all that a plugin author imports, as `boule-bleue`. Everything here keeps its
 * promises between major versions; nothing else of the shell does.
 */

export { apiVersion } from './api-version.ts';
export type { ErrorDetails } from './error-catalogue.ts';
export { isCancellation, ShellError } from './errors.ts';
export { type Event, EventEmitter } from './event.ts';
export { type Disposable, DisposableStore, toDisposable } from './lifecycle.ts';
export type { Language, Message, MessageArgument, Serialisable } from './message.ts';
export type { CommandOutcome, PanelApi, PanelElement } from './panel.ts';
export { controlStyles } from './panel-styles.ts';
export { type Plugin, type PluginClass, plugin } from './plugin.ts';
export { Secret } from './secret.ts';
export { type AccountName, AccountService } from './services/account-service.ts';
export {
  type AuthenticationProvider,
  AuthenticationProviderService,
  type AuthenticationRequest,
} from './services/authentication-provider-service.ts';
export { AuthenticationService, type AuthenticationSession, type AuthenticationSessionOptions } from './services/authentication-service.ts';
export { type CommandCaller, type CommandContext, type CommandHandler, CommandService } from './services/command-service.ts';
export { ContextKeyService, type ContextKeyValue } from './services/context-key-service.ts';
export { type ConfirmOptions, DialogService, type InputOptions } from './services/dialog-service.ts';
export { type FilePickOptions, FileService, type OfferedFile, type PickedFile } from './services/file-service.ts';
export { type HookAnswer, type HookCallOptions, type HookContext, type HookHandler, HookService } from './services/hook-service.ts';
export { type LogFields, LogService } from './services/log-service.ts';
export {
  type ConnectionAttempt,
  type NetworkFailureCause,
  NetworkProbeService,
  type ProbeAnswer,
  type ProbeCertificate,
  type ProbeEncryption,
  type ProbeFindings,
  type ProbeReport,
  type ProbeRequest,
  type ProbeRoute,
  type ProbeStage,
  type ProbeStageName,
  type ProxyRefusal,
} from './services/network-probe-service.ts';
export { type NetworkAnswer, type NetworkRequest, type NetworkRoute, NetworkService } from './services/network-service.ts';
export {
  type NotificationAction,
  type NotificationOptions,
  NotificationService,
  type Progress,
} from './services/notification-service.ts';
export { type PanelBadge, PanelService } from './services/panel-service.ts';
export { SecretService } from './services/secret-service.ts';
export { SettingsService, type SettingValues } from './services/settings-service.ts';
export {
  type JournalEntry,
  type JournalNote,
  type JournalQuery,
  type JournalVerdict,
  type SharedChange,
  type SharedDocument,
  type SharedStorageChange,
  SharedStorageService,
  type SharedStorageStatus,
} from './services/shared-storage-service.ts';
export { type StorageChange, StorageService } from './services/storage-service.ts';
export { WindowService } from './services/window-service.ts';
export type { FieldSchema, FormField, FormView } from './views/form-view.ts';
export type { ListView } from './views/list-view.ts';
export type { TableCell, TableColumn, TableRow, TableState, TableView } from './views/table-view.ts';
export type { TreeItem, TreeView } from './views/tree-view.ts';
export type { ViewAction, ViewFrame, ViewIcon, ViewItem, ViewSeverity, ViewText } from './views/view.ts';
