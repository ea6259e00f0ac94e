import { isCancellation, ShellError } from '../../core/errors.ts';
import { DisposableStore } from '../../core/lifecycle.ts';
import { shellId } from '../shell-manifest.ts';
import type { SnapshotPart } from './window/window-gateway.ts';
import type { WorkbenchParts } from './workbench-parts.ts';

const contributedParts: readonly SnapshotPart[] = ['commands', 'panels', 'statusItems', 'menus', 'keybindings', 'walkthroughs', 'badges'];
const partsInWords: readonly SnapshotPart[] = [...contributedParts, 'language', 'demo', 'notices', 'strings', 'notifications', 'dialogs'];

/** Has the windows hear of what changes in the host. */
export function wireWorkbench(parts: WorkbenchParts): DisposableStore {
  const { shell, windows, states, badges, notices, notifications, dialogs, walkthroughs } = parts;
  const store = new DisposableStore();
  store.add(
    shell.contextKeys.onDidChange(() => {
      windows.invalidate('contextKeys');
      walkthroughs.contextChanged();
    }),
  );
  store.add(shell.settings.onDidChange((keys) => settingsChanged(parts, keys)));
  store.add(states.onDidChange((panel) => windows.invalidatePanel(panel)));
  store.add(badges.onDidChange(() => windows.invalidate('badges')));
  store.add(notices.onDidChange(() => windows.invalidate('notices')));
  store.add(notifications.onDidChange(() => windows.invalidate('notifications')));
  store.add(dialogs.onDidChange(() => windows.invalidate('dialogs')));
  store.add(walkthroughs.onDidChange(() => windows.invalidate('walkthroughs')));
  store.add(shell.plugins.onDidChange((id) => tellFailure(parts, id)));
  return store;
}

/** Reads the strings of the plugins there are now, then has the windows draw what these contribute. */
export async function refreshContributions({ shell, pluginLibrary, strings, windows }: WorkbenchParts): Promise<void> {
  const loaded = shell.plugins.list().flatMap(({ id }) => pluginLibrary.find(id)?.plugin ?? []);
  await strings.load(loaded);
  windows.invalidate(...contributedParts, 'settings', 'notifications');
  // A panel that a window shows needs its plugin, loaded anew or not.
  for (const panel of windows.openPanels) shell.plugins.activateByEvent(`onPanel:${panel}`).catch(() => {});
}

function settingsChanged({ windows }: WorkbenchParts, keys: readonly string[]): void {
  if (keys.some((key) => key.startsWith('workbench.'))) windows.invalidate('settings');
  if (keys.includes('workbench.language')) windows.invalidate(...partsInWords);
}

/** The plugin manager has logged it, and `plugins list` shows it; whoever looks at the window should know too. */
function tellFailure({ shell, notifications }: WorkbenchParts, id: string): void {
  const status = shell.plugins.list().find((plugin) => plugin.id === id);
  if (status?.state !== 'failed' || isCancellation(status.error)) return;
  const { sentence } = status.error instanceof ShellError ? status.error : new ShellError('plugin.activation-failed', { plugin: id });
  notifications.show(shellId, { severity: 'error', message: sentence });
}
