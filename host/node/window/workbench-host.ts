import { ShellError } from '../../../core/errors.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type {
  CommandCall,
  DialogAnswer,
  FilePart,
  PanelOpening,
  SettingItem,
  WorkbenchLayout,
  WorkbenchSnapshot,
} from '../../../core/protocol/window-protocol.ts';
import type { Shell } from '../../../core/shell.ts';
import { shellId } from '../../shell-manifest.ts';
import type { PanelFrames } from '../frames/panel-frames.ts';
import type { PermissionStore } from '../permissions/permission-store.ts';
import type { PluginAdministration } from '../plugin-administration/plugin-administration.ts';
import type { PluginStrings } from '../strings/plugin-strings.ts';
import type { WordedError, Wording } from '../strings/wording.ts';
import type { CommandRunner } from './command-runner.ts';
import type { DialogCenter } from './dialog-center.ts';
import type { LayoutKeeper } from './layout-keeper.ts';
import type { NotificationCenter } from './notification-center.ts';
import type { SnapshotBuilder } from './snapshot-builder.ts';
import type { WindowHost } from './window-connection.ts';
import type { ConnectedWindow, WindowGateway } from './window-gateway.ts';
import type { WindowLanguage } from './window-language.ts';

/** What of the host its windows need. */
export interface WorkbenchHostParts {
  readonly windows: WindowGateway;
  readonly language: WindowLanguage;
  readonly snapshots: SnapshotBuilder;
  readonly runner: CommandRunner;
  readonly shell: Pick<Shell, 'commands' | 'plugins' | 'settings'>;
  readonly permissions: Pick<PermissionStore, 'setByUser'>;
  readonly strings: PluginStrings;
  readonly wording: Wording;
  readonly dialogs: DialogCenter;
  readonly notifications: NotificationCenter;
  readonly layout: LayoutKeeper;
  readonly administration: Pick<PluginAdministration, 'prepare'>;
  readonly frames: PanelFrames;
  panelState(panelId: string, language: Language): Serialisable | undefined;
  /** Id of the plugin that contributes a panel, `shell` for those of the shell itself. */
  panelOwner(panelId: string): string | undefined;
}

/** What the host does for its windows. */
export class WorkbenchHost implements WindowHost {
  constructor(private readonly parts: WorkbenchHostParts) {}

  languageFor(browserLanguages: readonly string[]): Language {
    return this.parts.language.choose(browserLanguages);
  }

  open(window: ConnectedWindow, closed: AbortSignal): WorkbenchSnapshot {
    const { windows, snapshots } = this.parts;
    if (!closed.aborted) {
      const stay = windows.add(window);
      closed.addEventListener('abort', () => stay.dispose(), { once: true });
    }
    return snapshots.snapshot(window);
  }

  async execute(
    window: ConnectedWindow,
    { command, args, panel }: Omit<CommandCall, 'callId'>,
    signal: AbortSignal,
  ): Promise<CommandOutcome> {
    if (panel !== undefined) this.requireMayRun(panel, command);
    const outcome = await this.parts.runner.run(command, args, window.language, signal);
    // Whoever acts on the outcome must see what the command changed.
    this.parts.windows.flush();
    return outcome;
  }

  async openPanel(window: ConnectedWindow, panelId: string): Promise<PanelOpening> {
    const { shell, strings, windows, frames } = this.parts;
    await shell.plugins.activateByEvent(`onPanel:${panelId}`);
    const owner = this.parts.panelOwner(panelId);
    this.parts.administration.prepare(panelId);
    // What was published so far is the answer, not news.
    windows.flush();
    window.openPanels.add(panelId);
    const state = this.parts.panelState(panelId, window.language) ?? null;
    // A window that went away meanwhile will never close what it opened.
    const frame = owner !== undefined && windows.has(window) ? frames.open(window.id, owner, panelId) : undefined;
    return { state, strings: owner === undefined ? {} : strings.all(owner, window.language), ...(frame && { frame }) };
  }

  closePanel(window: ConnectedWindow, panelId: string): void {
    window.openPanels.delete(panelId);
    this.parts.frames.close(window.id, panelId);
  }

  async saveLayout(layout: WorkbenchLayout): Promise<void> {
    this.parts.layout.save(layout);
  }

  answerDialog(window: ConnectedWindow, dialogId: string, answer: DialogAnswer): void {
    this.parts.dialogs.answer(window.id, dialogId, answer);
  }

  receiveFilePart(window: ConnectedWindow, dialogId: string, part: FilePart): void {
    this.parts.dialogs.receivePart(window.id, dialogId, part);
  }

  readOffer(window: ConnectedWindow, dialogId: string): string {
    return this.parts.dialogs.offeredText(window.id, dialogId);
  }

  answerNotification(notificationId: string, action: number | null): void {
    this.parts.notifications.answer(notificationId, action);
  }

  cancelProgress(notificationId: string): void {
    this.parts.notifications.cancel(notificationId);
  }

  async listSettings({ language }: ConnectedWindow): Promise<readonly SettingItem[]> {
    return this.parts.snapshots.settings(language);
  }

  async updateSetting({ language }: ConnectedWindow, key: string, value: Serialisable | undefined): Promise<CommandOutcome> {
    try {
      const { permissions, shell } = this.parts;
      const changes = { [key]: value };
      await permissions.setByUser(changes, () => shell.settings.update(changes));
      this.parts.windows.flush();
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, ...this.parts.wording.error(error, language) };
    }
  }

  /**
   * A user who presses a button in a stranger's panel lends that plugin no more than it has.
   * @throws ShellError `permission.denied`.
   */
  private requireMayRun(panelId: string, command: string): void {
    const { shell } = this.parts;
    const plugin = this.parts.panelOwner(panelId);
    const owner = shell.commands.get(command)?.plugin;
    if (plugin !== undefined && owner === plugin) return;
    const isOfPlugin = plugin !== undefined && plugin !== shellId && owner !== shellId;
    if (isOfPlugin && shell.plugins.grants(plugin).current.commands?.includes(command)) return;
    throw new ShellError('permission.denied', { plugin: plugin ?? panelId, permission: 'commands', subject: command });
  }

  touch(window: ConnectedWindow): void {
    this.parts.windows.touch(window);
  }

  wordError(error: unknown, language: Language): WordedError {
    return this.parts.wording.error(error, language);
  }
}
