import { errorCatalogue } from '../../core/error-catalogue.ts';
import { ShellError } from '../../core/errors.ts';
import { type Disposable, DisposableStore } from '../../core/lifecycle.ts';
import type { Message, MessageArgument } from '../../core/message.ts';
import type { PluginStatus } from '../../core/plugins/plugin-status.ts';
import { dismissNoticeCommand, shellId } from '../shell-manifest.ts';
import { safeModeKey } from '../shell-plugin-commands.ts';
import { describeCause } from './plugins/failure-cause.ts';
import type { PluginLibrary } from './plugins/plugin-library.ts';
import type { PluginFolder } from './strings/plugin-strings.ts';
import { FailureNotices } from './supervision/failure-notices.ts';
import { installedThemes, ownThemes, themeSetting } from './window/installed-themes.ts';
import type { SnapshotPart } from './window/window-gateway.ts';
import type { WorkbenchParts } from './workbench-parts.ts';

const contributedParts: readonly SnapshotPart[] = [
  'commands',
  'panels',
  'statusItems',
  'menus',
  'keybindings',
  'walkthroughs',
  'themes',
  'badges',
];
const partsInWords: readonly SnapshotPart[] = [...contributedParts, 'language', 'demo', 'notices', 'strings', 'notifications', 'dialogs'];

/**
 * Has the windows hear of what changes in the host.
 * @param tellAuthor told why a plugin under development failed.
 */
export function wireWorkbench(parts: WorkbenchParts, tellAuthor?: (notice: Message) => void): DisposableStore {
  const { shell, windows, frames, states, badges, notices, notifications, dialogs, walkthroughs, administration, supervisor } = parts;
  const store = new DisposableStore();
  store.add(
    shell.contextKeys.onDidChange(() => {
      windows.invalidate('contextKeys');
      walkthroughs.contextChanged();
    }),
  );
  store.add(windows.onDidClose((window) => frames.closeWindow(window)));
  store.add(shell.settings.onDidChange((keys) => settingsChanged(parts, keys)));
  store.add(states.onDidChange((panel) => windows.invalidatePanel(panel)));
  store.add(badges.onDidChange(() => windows.invalidate('badges')));
  store.add(notices.onDidChange(() => windows.invalidate('notices')));
  store.add(notifications.onDidChange(() => windows.invalidate('notifications')));
  store.add(dialogs.onDidChange(() => windows.invalidate('dialogs')));
  store.add(walkthroughs.onDidChange(() => windows.invalidate('walkthroughs')));
  store.add(administration.start());
  store.add(followSafeMode(parts));
  store.add(shell.commands.register(shellId, dismissNoticeCommand, ({ notice }) => notices.dismiss(notice)));
  store.add(parts.sessions.start());
  store.add(parts.permissions.onDidChange((plugin) => followPermissions(parts, plugin)));
  store.add(supervisor.start());
  const failures = store.add(
    new FailureNotices({ notifications, tellAuthor, describeForAuthor: (status) => describeForAuthor(parts, status) }),
  );
  store.add(shell.plugins.onDidChange((id) => failures.update(id, shell.plugins.find(id))));
  return store;
}

/** What a plugin was let do in a user's name doesn't outlive what it was let do at all. */
function followPermissions({ sessions, hostLog }: WorkbenchParts, plugin: string): void {
  sessions.permissionsChanged(plugin).catch((error) => hostLog.error('The end of an agreement was not kept', error, { plugin }));
}

/** Says that most plugins are left out, as long as they are. */
function followSafeMode({ pluginLibrary, notices, shell }: WorkbenchParts): Disposable {
  const store = new DisposableStore();
  if (!pluginLibrary.isInSafeMode) return store;
  const told = store.add(notices.add({ key: 'notice.safe-mode' }));
  shell.contextKeys.set(safeModeKey, true);
  store.add(
    pluginLibrary.onDidChange(() => {
      if (pluginLibrary.isInSafeMode) return;
      told.dispose();
      shell.contextKeys.set(safeModeKey, undefined);
    }),
  );
  return store;
}

/** Takes the strings of the plugins there are now, then has the windows draw what these contribute. */
export function refreshContributions(parts: WorkbenchParts): void {
  const { shell, pluginLibrary, strings, windows } = parts;
  const loaded = shell.plugins.manifests().flatMap(({ id }) => pluginLibrary.find(id)?.plugin ?? []);
  strings.load([...switchedOff(pluginLibrary), ...loaded]);
  noteMissingTheme(parts);
  noteThemesLeftOut(parts);
  windows.invalidate(...contributedParts, 'settings', 'notifications');
  // A panel that a window shows needs its plugin, loaded anew or not.
  for (const panel of windows.openPanels) shell.plugins.activateByEvent(`onPanel:${panel}`).catch(() => {});
}

/** Lists name plugins that are switched off too, in their own words; what those contribute for others has no effect. */
function switchedOff(library: PluginLibrary): readonly PluginFolder[] {
  return library.list().flatMap(({ state, manifest, location }) => {
    if (!['disabled', 'held-back'].includes(state) || !manifest) return [];
    return [{ location, manifest: { ...manifest, contributes: { ...manifest.contributes, languages: [] } } }];
  });
}

function settingsChanged(parts: WorkbenchParts, keys: readonly string[]): void {
  const { windows, permissions } = parts;
  permissions.settingsChanged(keys);
  if (keys.includes(themeSetting)) noteMissingTheme(parts);
  if (keys.some((key) => key.startsWith('workbench.'))) windows.invalidate('settings');
  if (keys.includes('workbench.language')) windows.invalidate(...partsInWords);
}

/** A window then follows the system. The setting stays as it is: the theme may come back with its plugin. */
function noteMissingTheme({ shell, hostLog }: WorkbenchParts): void {
  const theme = shell.settings.get(themeSetting);
  const ids = [...ownThemes, ...themesOf(shell).themes.map((installed) => installed.theme.id)];
  if (!ids.some((id) => id === theme)) hostLog.warn('The chosen colour theme is not installed, the system’s stands in', { theme });
}

function noteThemesLeftOut({ shell, hostLog }: WorkbenchParts): void {
  for (const { plugin, theme } of themesOf(shell).leftOut) {
    hostLog.warn('A colour theme is left out, its id is taken', { plugin, theme: theme.id });
  }
}

function themesOf({ plugins }: WorkbenchParts['shell']): ReturnType<typeof installedThemes> {
  return installedThemes(plugins.manifests());
}

/** Users of installed plugins read the plain sentence; an author has to know what to correct. */
function describeForAuthor({ pluginLibrary }: WorkbenchParts, { id, error }: PluginStatus): Promise<Message> | undefined {
  const plugin = pluginLibrary.find(id)?.plugin;
  if (plugin?.origin !== 'development') return undefined;
  const describe = (cause: MessageArgument): Message => ({ key: 'notice.plugins.failed', args: { plugin: id, cause } });
  const saysAll = error instanceof ShellError && error.cause === undefined && Object.hasOwn(errorCatalogue, error.code);
  return saysAll ? Promise.resolve(describe(error.sentence)) : describeCause(plugin, error).then(describe);
}
