import { resolveForeignMessages } from '../../core/l10n/foreign-messages.ts';
import type { Manifest } from '../../core/manifest/manifest.ts';
import type { Language, Message, Serialisable } from '../../core/message.ts';
import type { CommandOutcome } from '../../core/panel.ts';
import type { LoadModule } from '../../core/plugins/inline-runtime.ts';
import type { PluginRuntime } from '../../core/plugins/plugin-runtime.ts';
import { runningPluginsPanel } from '../../core/protocol/plugin-administration.ts';
import type { LogService } from '../../core/services/log-service.ts';
import type { NotificationAction } from '../../core/services/notification-service.ts';
import { Shell } from '../../core/shell.ts';
import { shellId, shellManifest } from '../shell-manifest.ts';
import { version } from '../version.ts';
import { ConsentQuestions } from './authentication/consent-questions.ts';
import { type ConsentHolder, ConsentStore } from './authentication/consent-store.ts';
import { SessionBroker } from './authentication/session-broker.ts';
import type { Demo } from './demo/demo.ts';
import { PanelFrames } from './frames/panel-frames.ts';
import { createPluginRuntime, type IsolationOptions } from './isolation/plugin-runtimes.ts';
import type { HostLog } from './logging/host-log.ts';
import type { Dialer } from './network/dialing/dialer.ts';
import { NetworkChanges } from './network/routes/network-changes.ts';
import { forgetPlugin } from './packages/forget-plugin.ts';
import { Packages } from './packages/packages.ts';
import type { PermissionNames } from './permissions/permission-items.ts';
import { PermissionStore } from './permissions/permission-store.ts';
import { RequestJournal } from './permissions/request-journal.ts';
import type { AddressSetting } from './permissions/setting-addresses.ts';
import { PluginAdministration } from './plugin-administration/plugin-administration.ts';
import { PluginBisect } from './plugins/plugin-bisect.ts';
import type { PluginFileCache } from './plugins/plugin-file-cache.ts';
import { PluginLibrary } from './plugins/plugin-library.ts';
import { importMainModule } from './plugins/plugin-modules.ts';
import type { KeyVault } from './secrets/key-vault.ts';
import { currentRoute } from './services/current-route.ts';
import { requireCommand } from './services/scoped-command-service.ts';
import { createServiceProviders } from './services/service-providers.ts';
import type { SharedStorage } from './shared-storage/shared-storage.ts';
import type { Store } from './storage/store.ts';
import { manifestText } from './strings/manifest-text.ts';
import { PluginStrings } from './strings/plugin-strings.ts';
import { Wording } from './strings/wording.ts';
import { CallLog } from './supervision/call-log.ts';
import { FloodNotices } from './supervision/flood-notices.ts';
import { isInUse, isNeeded } from './supervision/plugin-presence.ts';
import { PluginSupervisor } from './supervision/plugin-supervisor.ts';
import { BadgeRegistry } from './window/badge-registry.ts';
import { CommandRunner } from './window/command-runner.ts';
import { DialogCenter } from './window/dialog-center.ts';
import { LayoutKeeper } from './window/layout-keeper.ts';
import { Notices } from './window/notices.ts';
import { NotificationCenter } from './window/notification-center.ts';
import { PanelStates } from './window/panel-states.ts';
import { SnapshotBuilder } from './window/snapshot-builder.ts';
import { WalkthroughProgress } from './window/walkthrough-progress.ts';
import { WindowGateway } from './window/window-gateway.ts';
import { WindowLanguage } from './window/window-language.ts';

export interface WorkbenchPartsOptions {
  readonly log: HostLog;
  readonly store: Store;
  readonly sharedStorage: SharedStorage;
  readonly vault: KeyVault;
  readonly dialer: Dialer;
  readonly savedSettings: Awaited<ReturnType<Store['settings']['load']>>;
  readonly pluginFiles: PluginFileCache;
  readonly bundledPlugins: string;
  readonly developmentPlugins: readonly string[];
  /** Where installed packages lie. */
  readonly installedPlugins: string;
  readonly safeMode: boolean;
  readonly language: Language | undefined;
  readonly demo: Demo | undefined;
  /** Folder in which profiles of plugins are kept. */
  readonly profiles: string;
  /** After this time without work the process of a plugin ends. Default one minute. */
  readonly idleAfterMs?: number | undefined;
  /** Default: Node's own import. */
  readonly loadModule: LoadModule | undefined;
  /** Default: every plugin runs inside the host. */
  readonly isolation?: IsolationOptions | undefined;
  /** Origin of the frames of strangers' panels, by label; none where nobody listens. */
  readonly frameOrigin: (label: string) => string | undefined;
}

const userAgent = `Boule-bleue/${version}`;

/** The host's objects, put together; nothing is read, loaded or listened to yet. */
export class WorkbenchParts {
  readonly hostLog: LogService;
  readonly states = new PanelStates();
  readonly badges = new BadgeRegistry();
  readonly notices: Notices;
  readonly permissions: PermissionStore;
  readonly permissionNames: PermissionNames = { manifests: () => this.manifests(), settingValue: (key) => this.shell.settings.get(key) };
  readonly requests: RequestJournal;
  readonly consents: ConsentStore;
  readonly questions: ConsentQuestions;
  readonly sessions: SessionBroker;
  readonly networkChanges: NetworkChanges;
  readonly strings: PluginStrings;
  readonly wording: Wording;
  readonly layout: LayoutKeeper;
  readonly windows: WindowGateway;
  readonly dialogs: DialogCenter;
  readonly notifications: NotificationCenter;
  readonly floods: FloodNotices;
  readonly calls = new CallLog();
  readonly supervisor: PluginSupervisor;
  readonly shell: Shell;
  readonly pluginLibrary: PluginLibrary;
  readonly packages: Packages;
  readonly bisect: PluginBisect;
  readonly frames: PanelFrames;
  readonly walkthroughs: WalkthroughProgress;
  readonly snapshots: SnapshotBuilder;
  readonly runner: CommandRunner;
  readonly language: WindowLanguage;
  readonly administration: PluginAdministration;

  constructor(private readonly options: WorkbenchPartsOptions) {
    const { log, store } = options;
    this.hostLog = log.forPlugin(shellId);
    this.strings = new PluginStrings(options.pluginFiles, (plugin, file, error) =>
      this.hostLog.error('Strings can’t be used', error, { plugin, file }),
    );
    this.wording = new Wording(this.strings, (error) => this.hostLog.error('Unexpected failure', error));
    this.notices = new Notices(store.documents(shellId));
    this.layout = new LayoutKeeper(store.layout, (error) => this.hostLog.error('The window’s arrangement was not kept', error));
    this.windows = new WindowGateway({
      build: (window, parts) => this.snapshots.build(window, parts),
      panelState: (panelId, language) => this.panelState(panelId, language),
    });
    this.dialogs = new DialogCenter(this.windows);
    this.notifications = new NotificationCenter((plugin, action) => void this.runAction(plugin, action));
    this.permissions = new PermissionStore(store.documents(shellId), {
      plugins: () => this.shell.plugins.list(),
      setting: (key) => this.findAddressSetting(key),
    });
    this.networkChanges = new NetworkChanges(options.dialer.onDidChangeRoutes);
    this.requests = new RequestJournal(store.documents(shellId), (error) =>
      this.hostLog.error('A journal of requests was not kept', error),
    );
    this.consents = new ConsentStore(store.documents(shellId), (error) =>
      this.hostLog.error('The use of an agreement was not kept', error),
    );
    this.questions = new ConsentQuestions(this.dialogs);
    const displayName = (plugin: string) => manifestText(this.shell.plugins.find(plugin)?.manifest.displayName ?? plugin, plugin);
    const onFlood = (plugin: string) => this.supervisor.slowDown(plugin);
    this.floods = new FloodNotices({ notifications: this.notifications, log: this.hostLog, displayName, onFlood });
    this.shell = this.createShell();
    this.sessions = this.createSessions(displayName);
    this.supervisor = this.createSupervisor(displayName);
    this.packages = this.createPackages();
    this.pluginLibrary = this.createLibrary();
    this.bisect = new PluginBisect({ pluginLibrary: this.pluginLibrary, storage: store.documents(shellId) });
    this.frames = new PanelFrames({ pluginLibrary: this.pluginLibrary, originOf: options.frameOrigin });
    this.walkthroughs = this.createWalkthroughs();
    this.snapshots = this.createSnapshots();
    this.runner = new CommandRunner(this.shell.commands, this.wording, this.walkthroughs);
    this.language = new WindowLanguage(() => this.shell.settings.get('workbench.language'), options.language);
    this.administration = this.createAdministration();
  }

  /** The state of a panel, for a reader of a language, or `undefined` when nothing was published. */
  panelState(panelId: string, language: Language): Serialisable | undefined {
    const published = this.states.get(panelId);
    return published && resolveForeignMessages(published.state, { localizer: this.strings.localizer, language, owner: published.plugin });
  }

  /** Id of the plugin that contributes a panel, `shell` for those of the shell itself. */
  panelOwner(panelId: string): string | undefined {
    return this.manifests().find(({ contributes }) => contributes.panels.some(({ id }) => id === panelId))?.id;
  }

  /** The shell's manifest, then those of the loaded plugins. */
  private manifests(): readonly Manifest[] {
    return [shellManifest, ...this.shell.plugins.manifests()];
  }

  private createShell(): Shell {
    const { log, store, savedSettings, demo } = this.options;
    const shell = new Shell({
      createRuntime: (core) => this.createRuntime(core),
      settings: { load: () => ({ ...savedSettings, ...demo?.settings }), save: (changes) => store.settings.save(changes) },
      grantsOf: (plugin) => this.permissions.grantsOf(plugin),
      isNeeded: ({ manifest }) => isNeeded(manifest, this.windows),
      onCall: (plugin, outcome) => this.calls.noteCall(plugin, outcome),
      onFailure: (plugin, error) => {
        this.calls.noteError(plugin, error);
        log.forPlugin(plugin).error('The plugin failed', error);
      },
    });
    shell.declare(shellId, shellManifest.contributes);
    return shell;
  }

  private createSessions(displayName: (plugin: string) => Message): SessionBroker {
    const { consents, questions, requests } = this;
    const { authentication: registry } = this.shell;
    return new SessionBroker({ registry, consents, questions, requests, displayName, holder: (plugin) => this.consentHolder(plugin) });
  }

  /** One that is switched off too: its permissions may be taken back meanwhile. */
  private consentHolder(plugin: string): ConsentHolder | undefined {
    const found = this.shell.plugins.find(plugin) ?? this.pluginLibrary.list().find(({ id }) => id === plugin);
    const { manifest, origin } = found ?? {};
    return manifest && origin && { origin, permissions: this.permissions.grantsOf({ manifest, origin }).current };
  }

  private createRuntime(shell: Shell): PluginRuntime {
    const { log, store, sharedStorage, vault, dialer, loadModule, isolation } = this.options;
    const { states, badges, windows, dialogs, notifications, floods, requests, networkChanges } = this;
    return createPluginRuntime({
      isolation,
      load: loadModule ?? ((plugin) => importMainModule(plugin, this.developmentRevision(plugin.manifest.id))),
      providers: createServiceProviders({
        ...{ shell, log, store, sharedStorage, vault, dialer, dialogs, notifications, floods, requests, networkChanges, userAgent },
        panels: { states, badges, windows },
        sessions: () => this.sessions,
      }),
      logOf: (plugin) => log.forPlugin(plugin),
      onExcess: (plugin) => floods.report(plugin, 'messages'),
    });
  }

  private findAddressSetting(key: string): AddressSetting | undefined {
    const { settings, plugins } = this.shell;
    const declared = settings.find(key);
    const owner = declared?.plugin === shellId ? 'shell' : plugins.find(declared?.plugin ?? '')?.origin;
    return declared && owner && { value: settings.get(key), byDefault: declared.schema.default, owner };
  }

  private createPackages(): Packages {
    const { dialer, store, sharedStorage, installedPlugins } = this.options;
    const { permissions, requests, consents } = this;
    return new Packages({
      ...{ dialer, folder: installedPlugins, userAgent },
      route: () => currentRoute(this.shell.hooks),
      permissions: {
        newlyAsked: (manifest) => permissions.newlyAsked(manifest),
        grant: (manifest, asked) => permissions.grant(manifest, asked),
        forgetPlugin: (plugin, manifest) =>
          forgetPlugin(plugin, manifest, { permissions, requests, consents, store, sharedStorage, settings: this.shell.settings }),
      },
      pluginLibrary: () => this.pluginLibrary,
      setting: (key) => this.shell.settings.get(key),
      onError: (error) => void this.hostLog.error('A package could not be read or tidied up', error),
    });
  }

  private createSupervisor(displayName: (plugin: string) => Message): PluginSupervisor {
    const { windows, badges, notifications, notices, calls } = this;
    const { contextKeys } = this.shell;
    return new PluginSupervisor({
      ...{ manager: this.shell.plugins, calls, notifications, notices, displayName },
      isInUse: (manifest) => isInUse(manifest, { windows, badges, notifications, contextKeys }),
      isWatched: () => windows.openPanels.has(runningPluginsPanel),
      profiles: this.options.profiles,
      idleAfterMs: this.options.idleAfterMs,
    });
  }

  private createLibrary(): PluginLibrary {
    const { pluginFiles, store, bundledPlugins, developmentPlugins, safeMode } = this.options;
    return new PluginLibrary({
      manager: this.shell.plugins,
      cache: pluginFiles,
      storage: store.documents(shellId),
      bundledFolder: bundledPlugins,
      developmentFolders: developmentPlugins,
      installed: () => this.packages.folders(),
      isSafeMode: safeMode,
      onProblem: (name, { error, warnings }) => {
        if (error) this.hostLog.error('A plugin is left out', error, { plugin: name });
        if (warnings) this.hostLog.warn('A manifest holds what does nothing', { plugin: name, warnings });
      },
    });
  }

  private createAdministration(): PluginAdministration {
    const { shell, pluginLibrary, packages, permissions, permissionNames, requests, states, windows, dialogs, supervisor, bisect } = this;
    const { consents, sessions } = this;
    const { isolation } = this.options;
    return new PluginAdministration({
      ...{ shell, pluginLibrary, packages, permissions, permissionNames, requests, states, windows, dialogs, supervisor, bisect },
      ...{ consents, sessions },
      isolation: isolation?.plugins ?? 'third-party',
    });
  }

  private createWalkthroughs(): WalkthroughProgress {
    return new WalkthroughProgress({
      storage: this.options.store.documents(shellId),
      walkthroughs: () => this.manifests().flatMap(({ contributes }) => contributes.walkthroughs),
      lookup: (key) => this.shell.contextKeys.get(key),
      onError: (error) => this.hostLog.error('The progress of a walkthrough was not kept', error),
    });
  }

  private createSnapshots(): SnapshotBuilder {
    const { strings, badges, notices, notifications, dialogs, walkthroughs, layout } = this;
    const { commands, menus, settings, contextKeys } = this.shell;
    const demo = (language: Language) => this.options.demo?.describe(language) ?? null;
    return new SnapshotBuilder({
      ...{ version, demo, strings, commands, menus, settings, contextKeys },
      ...{ badges, notices, notifications, dialogs, walkthroughs },
      manifests: () => this.manifests(),
      layout: () => layout.current,
      fileUrl: (plugin, path) => this.fileUrl(plugin, path),
      isFramed: (plugin) => this.frames.isFramed(plugin),
    });
  }

  /** A button's command is no answer to a call: where it fails, a notification says so. */
  private async runAction(plugin: string, { command, args }: NotificationAction): Promise<void> {
    const language = this.windows.lastUsed?.language ?? this.language.choose();
    const refusal = this.refusalOf(plugin, command);
    const outcome: CommandOutcome = refusal
      ? { ok: false, ...this.wording.error(refusal, language) }
      : await this.runner.run(command, args, language, new AbortController().signal);
    if (!outcome.ok && !outcome.cancelled) this.notifications.show(plugin, { severity: 'error', message: { key: outcome.sentence } });
  }

  /** Why a button of a plugin may not run a command any more: what was granted when it was shown may have been taken back since. */
  private refusalOf(plugin: string, command: string): unknown {
    const manifest = this.shell.plugins.find(plugin)?.manifest;
    if (plugin === shellId || !manifest) return undefined;
    try {
      requireCommand({ manifest, grants: this.shell.plugins.grants(plugin) }, this.shell.commands, command);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  /** Node keeps modules by address, so only a plugin whose code may change needs another address each time. */
  private developmentRevision(plugin: string): string | undefined {
    const found = this.pluginLibrary.find(plugin);
    return found?.plugin.origin === 'development' ? found.revision : undefined;
  }

  /** Below the window's own place, wherever that is. */
  private fileUrl(plugin: string, path: string): string {
    const relative = path.replace(/^\.\//, '');
    if (plugin === shellId) return `workbench/${relative}`;
    return `plugins/${encodeURIComponent(plugin)}/${this.pluginLibrary.find(plugin)?.revision ?? 'none'}/${relative}`;
  }
}
