import type { CommandRegistry } from '../../../core/commands/command-registry.ts';
import type { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import type { Localizer } from '../../../core/l10n/localizer.ts';
import type { JsonSchema, Manifest, PanelContribution } from '../../../core/manifest/manifest.ts';
import type { MenuEntry, MenuRegistry } from '../../../core/menus/menu-registry.ts';
import type { Language, Serialisable } from '../../../core/message.ts';
import type {
  CommandItem,
  DialogItem,
  MenuItem,
  NotificationItem,
  PanelContent,
  PanelItem,
  SettingItem,
  StatusItem,
  ThemeItem,
  WalkthroughItem,
  WorkbenchLayout,
  WorkbenchSnapshot,
} from '../../../core/protocol/window-protocol.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import type { PluginStrings } from '../strings/plugin-strings.ts';
import type { BadgeRegistry } from './badge-registry.ts';
import type { DialogCenter, PendingDialog } from './dialog-center.ts';
import { installedThemes, offerThemes, themeSetting } from './installed-themes.ts';
import type { Notices } from './notices.ts';
import type { ActiveNotification, NotificationCenter } from './notification-center.ts';
import type { WalkthroughProgress } from './walkthrough-progress.ts';
import type { SnapshotPart } from './window-gateway.ts';

/** Everything that windows draw, where the host keeps it. */
export interface SnapshotSources {
  readonly version: string;
  /** Text behind the mark « Démonstration »; `null` outside of one. */
  readonly demo: (language: Language) => string | null;
  readonly strings: PluginStrings;
  /** The shell's manifest, then those of the loaded plugins. */
  readonly manifests: () => readonly Manifest[];
  readonly commands: CommandRegistry;
  readonly menus: MenuRegistry;
  readonly settings: SettingsRegistry;
  readonly contextKeys: ContextKeyStore;
  readonly badges: BadgeRegistry;
  readonly notices: Notices;
  readonly notifications: NotificationCenter;
  readonly dialogs: DialogCenter;
  readonly walkthroughs: WalkthroughProgress;
  readonly layout: () => WorkbenchLayout | null;
  /** Address on this host of a file in a plugin's folder, or in the shell's. */
  readonly fileUrl: (plugin: string, path: string) => string;
  /** Whether a plugin's panels are drawn in frames of their own, since it didn't come with the product. */
  readonly isFramed: (plugin: string) => boolean;
}

/** For whom a snapshot is: without an id, for a page whose window has not connected yet. */
export interface SnapshotReader {
  readonly id?: string;
  readonly language: Language;
}

const ownSettings = 'workbench.';
const ownStrings = 'workbench.';
const palette = 'commandPalette';

/** Puts what a window draws into its language. */
export class SnapshotBuilder {
  constructor(private readonly sources: SnapshotSources) {}

  /** All parts. */
  snapshot(reader: SnapshotReader): WorkbenchSnapshot {
    return this.build(reader, new Set(Object.keys(parts) as SnapshotPart[])) as WorkbenchSnapshot;
  }

  build(reader: SnapshotReader, wanted: ReadonlySet<SnapshotPart>): Partial<WorkbenchSnapshot> {
    const context = new SnapshotContext(this.sources, reader);
    return Object.fromEntries([...wanted].map((part) => [part, parts[part](context)]));
  }

  /** Every setting, with the texts of its schema in a language. */
  settings(language: Language): readonly SettingItem[] {
    const context = new SnapshotContext(this.sources, { language });
    const { settings } = this.sources;
    const worded = (key: string, schema: JsonSchema) => (key === themeSetting ? offerThemes(schema, buildThemes(context)) : schema);
    return settings.list().map(({ key, plugin, group, schema }) => ({
      key,
      group: context.resolve(group, plugin),
      schema: worded(key, context.resolveSchema(schema, plugin)),
      value: settings.get(key) ?? null,
      isDefault: settings.isDefault(key),
    }));
  }
}

/** What the parts have in common while one snapshot is built. */
class SnapshotContext {
  readonly localizer: Localizer;
  readonly language: Language;
  private displayNames: ReadonlyMap<string, string> | undefined;

  constructor(
    readonly sources: SnapshotSources,
    readonly reader: SnapshotReader,
  ) {
    this.localizer = sources.strings.localizer;
    this.language = reader.language;
  }

  displayName(plugin: string): string {
    this.displayNames ??= new Map(this.sources.manifests().map(({ id, displayName }) => [id, displayName]));
    return this.resolve(this.displayNames.get(plugin) ?? plugin, plugin);
  }

  resolve(text: string, plugin: string): string {
    return this.localizer.resolvePlaceholder(text, plugin, this.language);
  }

  /** An optional member: there only when its text is. */
  optional<Name extends string>(name: Name, text: string | undefined, plugin: string): { readonly [name in Name]?: string } {
    return (text === undefined ? {} : { [name]: this.resolve(text, plugin) }) as { readonly [name in Name]?: string };
  }

  optionalIcon(icon: string | undefined, plugin: string): { readonly icon?: string } {
    return icon === undefined ? {} : { icon: this.icon(icon, plugin) };
  }

  icon(icon: string, plugin: string): string {
    return icon.startsWith('$(') ? icon : this.sources.fileUrl(plugin, icon);
  }

  resolveSchema(schema: JsonSchema, plugin: string): JsonSchema {
    const resolve = (value: unknown): unknown => {
      if (typeof value === 'string') return this.resolve(value, plugin);
      if (Array.isArray(value)) return value.map(resolve);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
    };
    return resolve(schema) as JsonSchema;
  }

  /** An entry whose command or submenu is not there is left out. */
  menuItem({ contribution, group, order }: MenuEntry): readonly MenuItem[] {
    const { command, submenu, when } = contribution;
    const target = submenu === undefined ? this.commandTarget(command ?? '') : this.submenuTarget(submenu);
    return target ? [{ ...target, group, order, ...(when !== undefined && { when }) }] : [];
  }

  private commandTarget(id: string): Pick<MenuItem, 'command' | 'title' | 'icon'> | undefined {
    const declared = this.sources.commands.get(id);
    if (!declared) return undefined;
    const { plugin, contribution } = declared;
    return { command: id, title: this.resolve(contribution.title, plugin), ...this.optionalIcon(contribution.icon, plugin) };
  }

  private submenuTarget(id: string): Pick<MenuItem, 'submenu' | 'title' | 'icon'> | undefined {
    const declared = this.sources.menus.submenu(id);
    if (!declared) return undefined;
    const { plugin, contribution } = declared;
    return { submenu: id, title: this.resolve(contribution.label, plugin), ...this.optionalIcon(contribution.icon, plugin) };
  }
}

const parts: { readonly [Part in SnapshotPart]: (context: SnapshotContext) => WorkbenchSnapshot[Part] } = {
  version: ({ sources }) => sources.version,
  language: ({ language }) => language,
  demo: ({ sources, language }) => sources.demo(language),
  notices: ({ sources: { notices }, localizer, language }) =>
    notices.list().map((notice) => ({
      id: notices.isDismissible(notice) ? notice.key : null,
      text: localizer.format(notice, language, 'shell'),
    })),
  strings: ({ sources, language }) =>
    Object.fromEntries(Object.entries(sources.strings.all('shell', language)).filter(([key]) => key.startsWith(ownStrings))),
  commands: buildCommands,
  panels: buildPanels,
  statusItems: buildStatusItems,
  menus: (context) => {
    const { menus } = context.sources;
    return Object.fromEntries(menus.locationIds.map((id) => [id, menus.list(id).flatMap((entry) => context.menuItem(entry))]));
  },
  keybindings: ({ sources }) => sources.manifests().flatMap(({ contributes }) => contributes.keybindings),
  walkthroughs: buildWalkthroughs,
  themes: buildThemes,
  contextKeys: ({ sources }) => sources.contextKeys.snapshot(),
  badges: ({ sources, localizer, language }) =>
    Object.fromEntries(
      sources.badges
        .entries()
        .map(([panel, { plugin, count, label }]) => [panel, { count, label: localizer.format(label, language, plugin) }]),
    ),
  notifications: (context) => context.sources.notifications.list().map((notification) => buildNotification(context, notification)),
  dialogs: (context) =>
    context.reader.id === undefined ? [] : context.sources.dialogs.shownIn(context.reader.id).map((dialog) => buildDialog(context, dialog)),
  layout: ({ sources }) => sources.layout(),
  settings: ({ sources: { settings } }) => {
    const keys = settings.list().map(({ key }) => key);
    const own = keys.filter((key) => key.startsWith(ownSettings));
    return Object.fromEntries(own.map((key): [string, Serialisable] => [key, settings.get(key) ?? null]));
  },
};

/** A command is in the palette while the clauses of its entries there hold; without an entry, always. */
function buildCommands(context: SnapshotContext): readonly CommandItem[] {
  const { commands, menus } = context.sources;
  const conditions = new Map(menus.list(palette).map(({ contribution }) => [contribution.command, contribution.when]));
  return commands.list().map(({ plugin, contribution: { command, title, category, icon, enablement, disabledReason } }) => {
    const when = conditions.get(command);
    return {
      id: command,
      title: context.resolve(title, plugin),
      ...context.optional('category', category, plugin),
      ...context.optionalIcon(icon, plugin),
      ...(enablement !== undefined && { enablement }),
      ...context.optional('disabledReason', disabledReason, plugin),
      ...(when !== undefined && { when }),
    };
  });
}

function buildPanels(context: SnapshotContext): readonly PanelItem[] {
  return context.sources.manifests().flatMap(({ id: plugin, contributes }) =>
    contributes.panels.map((contribution) => {
      const { title, icon, module: _module, element: _element, view: _view, ...panel } = contribution;
      return {
        ...panel,
        plugin,
        title: context.resolve(title, plugin),
        icon: context.icon(icon, plugin),
        content: buildPanelContent(context, plugin, contribution),
      };
    }),
  );
}

function buildPanelContent(context: SnapshotContext, plugin: string, panel: PanelContribution): PanelContent {
  const { sources } = context;
  if (panel.view !== undefined) return { kind: 'view', view: panel.view };
  const { element } = panel;
  const module = sources.fileUrl(plugin, panel.module);
  if (!sources.isFramed(plugin)) return { kind: 'element', module, element };
  return { kind: 'frame', module, element, source: context.displayName(plugin) };
}

function buildStatusItems(context: SnapshotContext): readonly StatusItem[] {
  return context.sources.manifests().flatMap(({ id: plugin, contributes }) =>
    contributes.statusBar.map(({ icon, text, tooltip, ...item }) => ({
      ...item,
      ...context.optionalIcon(icon, plugin),
      text: context.resolve(text, plugin),
      ...context.optional('tooltip', tooltip, plugin),
    })),
  );
}

function buildWalkthroughs(context: SnapshotContext): readonly WalkthroughItem[] {
  const { walkthroughs } = context.sources;
  return context.sources.manifests().flatMap(({ id: plugin, contributes }) =>
    contributes.walkthroughs.map(({ id, title, description, when, steps }) => ({
      id,
      title: context.resolve(title, plugin),
      description: context.resolve(description, plugin),
      ...(when !== undefined && { when }),
      steps: steps.map((step) => ({
        id: step.id,
        title: context.resolve(step.title, plugin),
        description: context.resolve(step.description, plugin),
        ...(step.when !== undefined && { when: step.when }),
        done: walkthroughs.isDone(id, step.id),
      })),
    })),
  );
}

function buildThemes(context: SnapshotContext): readonly ThemeItem[] {
  return installedThemes(context.sources.manifests()).themes.map(({ plugin, theme: { id, label, uiTheme, path } }) => ({
    id,
    label: context.resolve(label, plugin),
    uiTheme,
    address: context.sources.fileUrl(plugin, path),
  }));
}

function buildNotification(
  context: SnapshotContext,
  { id, plugin, severity, message, actions, progress }: ActiveNotification,
): NotificationItem {
  const { localizer, language } = context;
  return {
    id,
    severity,
    message: localizer.format(message, language, plugin),
    source: context.displayName(plugin),
    actions: (actions ?? []).map(({ title }) => localizer.format(title, language, plugin)),
    ...(progress && {
      progress: {
        fraction: progress.fraction,
        message: progress.message && localizer.format(progress.message, language, plugin),
      },
    }),
  };
}

function buildDialog(context: SnapshotContext, { id, plugin, question }: PendingDialog): DialogItem {
  const { localizer, language, sources } = context;
  // A stranger's question shall not pass for the product's own.
  const stranger = sources.isFramed(plugin) && { source: context.displayName(plugin) };
  const text = (message: Parameters<Localizer['format']>[0]) => localizer.format(message, language, plugin);
  switch (question.kind) {
    case 'confirm': {
      const { message, detail, items, warnings, isCautious, confirmLabel, cancelLabel } = question;
      const words = { message: text(message), detail: detail ? text(detail) : null, confirmLabel: text(confirmLabel) };
      const lists = { ...(items && { items: items.map(text) }), ...(warnings && { warnings: warnings.map(text) }) };
      const ways = { ...(isCautious && { isCautious }), ...(cancelLabel && { cancelLabel: text(cancelLabel) }) };
      return { id, kind: 'confirm', ...stranger, ...words, ...lists, ...ways };
    }
    case 'choice': {
      const choices = question.choices.map(({ value, label }) => ({ value, label: text(label) }));
      return { id, kind: 'choice', message: text(question.message), choices, confirmLabel: text(question.confirmLabel) };
    }
    case 'secret':
      return {
        ...{ id, kind: 'secret', ...stranger, title: text(question.title), label: text(question.label) },
        detail: question.detail ? text(question.detail) : null,
      };
    case 'file': {
      const { accept, maximumBytes, title } = question;
      return { id, kind: 'file', source: context.displayName(plugin), title: text(title), accept, maximumBytes };
    }
    case 'offer': {
      const sizeBytes = Buffer.byteLength(question.text);
      return { id, kind: 'offer', source: context.displayName(plugin), name: question.name, sizeBytes };
    }
  }
}
