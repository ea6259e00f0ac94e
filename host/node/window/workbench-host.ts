import { resolveForeignMessages } from '../../../core/l10n/foreign-messages.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { PluginManager } from '../../../core/plugins/plugin-manager.ts';
import type {
  DialogAnswer,
  PanelOpening,
  SettingItem,
  WorkbenchLayout,
  WorkbenchSnapshot,
} from '../../../core/protocol/window-protocol.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import type { PluginStrings } from '../strings/plugin-strings.ts';
import type { WordedError, Wording } from '../strings/wording.ts';
import type { CommandRunner } from './command-runner.ts';
import type { DialogCenter } from './dialog-center.ts';
import type { LayoutKeeper } from './layout-keeper.ts';
import type { NotificationCenter } from './notification-center.ts';
import type { PanelStates } from './panel-states.ts';
import type { SnapshotBuilder } from './snapshot-builder.ts';
import type { WindowHost } from './window-connection.ts';
import type { ConnectedWindow, WindowGateway } from './window-gateway.ts';
import type { WindowLanguage } from './window-language.ts';

export interface WorkbenchHostParts {
  readonly windows: WindowGateway;
  readonly language: WindowLanguage;
  readonly snapshots: SnapshotBuilder;
  readonly runner: CommandRunner;
  readonly plugins: PluginManager;
  readonly settings: SettingsRegistry;
  readonly states: PanelStates;
  readonly strings: PluginStrings;
  readonly wording: Wording;
  readonly dialogs: DialogCenter;
  readonly notifications: NotificationCenter;
  readonly layout: LayoutKeeper;
  /** Settles once the plugins are known. */
  readonly ready: () => Promise<void>;
}

/** What the host does for its windows. */
export class WorkbenchHost implements WindowHost {
  constructor(private readonly parts: WorkbenchHostParts) {}

  languageFor(browserLanguages: readonly string[]): Language {
    return this.parts.language.choose(browserLanguages);
  }

  async open(window: ConnectedWindow, closed: AbortSignal): Promise<WorkbenchSnapshot> {
    const { ready, windows, snapshots } = this.parts;
    await ready();
    if (!closed.aborted) {
      const stay = windows.add(window);
      closed.addEventListener('abort', () => stay.dispose(), { once: true });
    }
    return snapshots.snapshot(window);
  }

  async execute(window: ConnectedWindow, command: string, args: Serialisable | undefined, signal: AbortSignal): Promise<CommandOutcome> {
    const outcome = await this.parts.runner.run(command, args, window.language, signal);
    // Whoever acts on the outcome must see what the command changed.
    this.parts.windows.flush();
    return outcome;
  }

  async openPanel({ language }: ConnectedWindow, panelId: string): Promise<PanelOpening> {
    const { plugins, states, strings } = this.parts;
    await plugins.activateByEvent(`onPanel:${panelId}`);
    const owner = plugins.list().find(({ manifest }) => manifest.contributes.panels.some(({ id }) => id === panelId));
    const published = states.get(panelId);
    return {
      state: published
        ? resolveForeignMessages(published.state, { localizer: strings.localizer, language, owner: published.plugin })
        : null,
      strings: owner ? strings.all(owner.id, language) : {},
    };
  }

  async saveLayout(layout: WorkbenchLayout): Promise<void> {
    await this.parts.layout.save(layout);
  }

  answerDialog(window: ConnectedWindow, dialogId: string, answer: DialogAnswer): void {
    this.parts.dialogs.answer(window.id, dialogId, answer);
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
      await this.parts.settings.update({ [key]: value });
      this.parts.windows.flush();
      return { ok: true, value: null };
    } catch (error) {
      return { ok: false, ...this.parts.wording.error(error, language) };
    }
  }

  touch(window: ConnectedWindow): void {
    this.parts.windows.touch(window);
  }

  wordError(error: unknown, language: Language): WordedError {
    return this.parts.wording.error(error, language);
  }
}
