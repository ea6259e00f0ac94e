import { type Event, EventEmitter } from '../../core/event.ts';
import { createTranslator, type Translate } from '../../core/l10n/translator.ts';
import type { CommandOutcome } from '../../core/panel.ts';
import type { StatusItem, WorkbenchSnapshot } from '../../core/protocol/window-protocol.ts';
import { CommandCenter } from './commands/command-center.ts';
import { windowCommands } from './commands/window-commands.ts';
import { HostConnection } from './connection/host-connection.ts';
import { WindowContext } from './context-keys/window-context.ts';
import { WindowDialogs } from './dialogs/window-dialogs.ts';
import { Keyboard } from './keybindings/keyboard.ts';
import { initialLayout } from './layout/layout-model.ts';
import { LayoutStore } from './layout/layout-store.ts';
import { type MenuGroups, resolveMenu } from './menu/menu-model.ts';
import type { MenuRequest } from './menu/shell-menu.ts';
import { NotificationFeed } from './notifications/notification-feed.ts';
import { openExternal } from './notifications/open-external.ts';
import { OpenPanels } from './panels/open-panels.ts';
import { PanelDirectory } from './panels/panel-directory.ts';
import { PanelSessions } from './panels/panel-sessions.ts';
import { WorkbenchStore } from './state/workbench-store.ts';
import { arrangeStatusItems, type StatusBarContent } from './status-bar/status-slots.ts';

/** Something that one part of the window asks of another. */
export type WindowRequest =
  | { readonly kind: 'show-palette' }
  | { readonly kind: 'focus-part'; readonly step: 1 | -1 }
  | { readonly kind: 'focus-panel'; readonly panelId: string }
  | { readonly kind: 'focus-middle' }
  | { readonly kind: 'tab-closed' }
  | { readonly kind: 'show-submenu'; readonly location: string; readonly label: string }
  | { readonly kind: 'show-menu'; readonly menu: MenuRequest }
  | { readonly kind: 'announce'; readonly text: string; readonly isUrgent: boolean };

/** A panel that a plugin shows within this time after the user ran a command is the command's answer. */
const answerTimeMs = 3_000;

/** The window without its elements: what they draw from, and what they call. */
export class Workbench {
  readonly store: WorkbenchStore;
  readonly context: WindowContext;
  readonly connection: HostConnection;
  readonly commands: CommandCenter;
  readonly layout: LayoutStore;
  readonly panels: PanelDirectory;
  readonly sessions: PanelSessions;
  readonly openPanels = new OpenPanels();
  readonly notifications: NotificationFeed;
  readonly dialogs = new WindowDialogs();
  readonly keyboard: Keyboard;
  private lastRunAt = Number.NEGATIVE_INFINITY;
  private translator: Translate;
  private readonly requests = new EventEmitter<WindowRequest>();

  private readonly themeChanged = new EventEmitter<void>();

  readonly onDidRequest: Event<WindowRequest> = this.requests.event;
  /** Fires when the page's colours may have become others. */
  readonly onDidChangeTheme: Event<void> = this.themeChanged.event;

  constructor(snapshot: WorkbenchSnapshot, hostUrl: string) {
    this.store = new WorkbenchStore(snapshot);
    this.translator = this.createTranslator();
    const wordsChange = this.store.changesOf('strings', 'language');
    wordsChange(() => {
      this.translator = this.createTranslator();
    });
    this.context = new WindowContext(this.store);
    this.connection = new HostConnection({
      url: hostUrl,
      hello: { languages: wantedLanguages(snapshot) },
      window: {
        update: (patch) => this.store.update(patch),
        panelState: (panelId, state) => this.sessions.deliver(panelId, state),
        revealPanel: (panelId) => this.revealPanel(panelId),
        openExternal: (url) => openExternal(this, url),
      },
      onSnapshot: (newer) => this.store.update(newer),
    });
    const { store, context, connection, t } = this;
    this.commands = new CommandCenter({ store, context, connection, t, windowCommands: () => windowCommands(this) });
    this.layout = new LayoutStore(snapshot.layout ?? initialLayout, (layout) => this.saveLayout(layout));
    this.panels = new PanelDirectory(store, context, t, {
      hasUnsavedChanges: (panelId) => this.openPanels.find(panelId)?.hasUnsavedChanges ?? false,
      onKept: ({ title }) => this.announce(t('workbench.tabs.kept', { panel: title })),
    });
    this.sessions = new PanelSessions(connection, store);
    this.notifications = new NotificationFeed(store, connection);
    this.keyboard = new Keyboard(this);
  }

  readonly t: Translate = (message, args) => this.translator(message, args);

  noteThemeChange(): void {
    this.themeChanged.fire();
  }

  request(request: WindowRequest): void {
    this.requests.fire(request);
  }

  /** Has a screen reader say something without moving the focus. */
  announce(text: string, { isUrgent = false } = {}): void {
    this.request({ kind: 'announce', text, isUrgent });
  }

  /** Puts the focus where the work is, when what had it is gone. */
  focusMiddle(): void {
    this.request({ kind: 'focus-middle' });
  }

  /** Runs a command that the user chose; a failure is shown as a notification. */
  async run(id: string, args?: unknown): Promise<CommandOutcome> {
    this.lastRunAt = performance.now();
    const outcome = await this.commands.start(id, args);
    if (!outcome.ok && !outcome.cancelled) this.tell('error', outcome.sentence);
    return outcome;
  }

  /** Shows a notification in the name of the window itself. */
  tell(
    severity: 'info' | 'warning' | 'error',
    message: string,
    actions?: readonly { readonly title: string; readonly run: () => void }[],
  ): void {
    this.notifications.notify({ severity, message, source: this.t('workbench.product'), ...(actions && { actions }) });
  }

  /** What the status bar shows now. */
  get statusBar(): StatusBarContent {
    return arrangeStatusItems(this.store.current.statusItems, (clause) => this.context.holds(clause));
  }

  /** The item that tells the state of Impact emploi. */
  get ball(): StatusItem | undefined {
    const { left, right } = this.statusBar;
    return [...right, ...left].find(({ slot }) => slot === 'ball');
  }

  /** What a menu location shows now. */
  resolveMenu(location: string): MenuGroups {
    const source = {
      menus: this.store.current.menus,
      findCommand: (id: string) => this.commands.find(id),
      holds: (clause: string | undefined) => this.context.holds(clause),
    };
    return resolveMenu(source, location);
  }

  /** Brings a panel to the front, wherever its place is. Unknown panels are ignored. */
  showPanel(panelId: string, { focus = true } = {}): void {
    const panel = this.panels.find(panelId);
    if (!panel) return;
    if (panel.location === 'tab') this.layout.openTab(panelId);
    else if (panel.location === 'sideBar') this.layout.showSideBar(panelId);
    else this.layout.showBottom(panelId);
    if (focus) this.request({ kind: 'focus-panel', panelId });
  }

  /** Shows a panel because a plugin wants so; the focus follows only where the user has just asked for something. */
  private revealPanel(panelId: string): void {
    const isAnswer = performance.now() - this.lastRunAt < answerTimeMs;
    this.showPanel(panelId, { focus: isAnswer });
  }

  /** Closes a panel, wherever its place is; a tab as {@link closeTab} does. */
  async closePanel(panelId: string): Promise<void> {
    if (this.layout.current.openTabs.includes(panelId)) await this.closeTab(panelId);
    else if (this.layout.sideBarPanel === panelId) this.layout.hideSideBar();
    else if (this.layout.current.bottom.panel === panelId) this.layout.hideBottom();
  }

  /** Closes a tab, asking first when something would be lost. Whether it closed. */
  async closeTab(panelId: string): Promise<boolean> {
    const title = this.panels.find(panelId)?.title ?? panelId;
    const mayClose = await this.openPanels.confirmLeaving(panelId, (canSave) => this.dialogs.askBeforeLeaving({ panel: title, canSave }));
    if (mayClose) {
      this.layout.closeTab(panelId);
      this.panels.release(panelId);
      this.request({ kind: 'tab-closed' });
    }
    return mayClose;
  }

  /** The tabs that are shown: panels that a layout remembers but no plugin contributes now are left out. */
  get visibleTabs(): readonly string[] {
    return this.layout.current.openTabs.filter((id) => this.panels.find(id)?.location === 'tab');
  }

  get activeTab(): string | null {
    const { activeTab } = this.layout.current;
    const tabs = this.visibleTabs;
    return activeTab !== null && tabs.includes(activeTab) ? activeTab : (tabs.at(-1) ?? null);
  }

  private createTranslator(): Translate {
    const { strings, language } = this.store.current;
    return createTranslator(strings, language);
  }

  private saveLayout(layout: LayoutStore['current']): void {
    // The arrangement is a convenience: where it can't be kept now, the next change keeps it.
    this.connection.call((host) => host.saveLayout(layout)).catch(() => undefined);
  }
}

/**
 * The browser's languages, before them that of the page unless the user chose it in the settings: what a browser asks for
 * a page in and what it tells scripts may differ, and a window must not change its language when it connects.
 */
function wantedLanguages({ language, settings }: WorkbenchSnapshot): readonly string[] {
  const isChosen = settings['workbench.language'] === language;
  return isChosen ? navigator.languages : [language, ...navigator.languages];
}
