import type { Serialisable } from '../../../core/message.ts';
import { neighbourTab } from '../layout/layout-model.ts';
import { shellPanels } from '../panels/shell-panels.ts';
import type { Workbench } from '../workbench.ts';
import type { CommandEntry } from './command-entry.ts';

type Category = 'view' | 'tabs' | 'notifications' | 'preferences';
type Run = (workbench: Workbench) => void | Promise<void>;

/** The window's own commands: id without `workbench.`, category, what to do. Their titles stand in the strings. */
const definitions: readonly (readonly [string, Category, Run])[] = [
  ['show-commands', 'view', (workbench) => workbench.request({ kind: 'show-palette' })],
  ['show-overview', 'view', (workbench) => workbench.showPanel(shellPanels.overview)],
  ['show-guides', 'view', (workbench) => workbench.showPanel(shellPanels.guides)],
  ['toggle-side-bar', 'view', ({ layout }) => layout.toggleSideBar()],
  ['toggle-bottom-panel', 'view', ({ layout }) => layout.toggleBottom()],
  ['focus-next-part', 'view', (workbench) => workbench.request({ kind: 'focus-part', step: 1 })],
  ['focus-previous-part', 'view', (workbench) => workbench.request({ kind: 'focus-part', step: -1 })],
  ['close-tab', 'tabs', closeActiveTab],
  ['close-all-tabs', 'tabs', closeAllTabs],
  ['next-tab', 'tabs', (workbench) => showNeighbour(workbench, 1)],
  ['previous-tab', 'tabs', (workbench) => showNeighbour(workbench, -1)],
  ['show-notifications', 'notifications', (workbench) => workbench.showPanel(shellPanels.notifications)],
  ['clear-notifications', 'notifications', ({ notifications }) => notifications.clear()],
  ['open-settings', 'preferences', (workbench) => workbench.showPanel(shellPanels.settings)],
  ['theme-auto', 'preferences', (workbench) => changeSetting(workbench, 'workbench.colorTheme', 'auto')],
  ['theme-light', 'preferences', (workbench) => changeSetting(workbench, 'workbench.colorTheme', 'light')],
  ['theme-dark', 'preferences', (workbench) => changeSetting(workbench, 'workbench.colorTheme', 'dark')],
  ['theme-high-contrast', 'preferences', (workbench) => changeSetting(workbench, 'workbench.colorTheme', 'high-contrast')],
  ['theme-high-contrast-light', 'preferences', (workbench) => changeSetting(workbench, 'workbench.colorTheme', 'high-contrast-light')],
  ['language-fr', 'preferences', (workbench) => changeSetting(workbench, 'workbench.language', 'fr')],
  ['language-en', 'preferences', (workbench) => changeSetting(workbench, 'workbench.language', 'en')],
];

/** The window's own commands, one for each plugin's theme, and one for each panel that no command of the same title opens. */
export function windowCommands(workbench: Workbench): readonly CommandEntry[] {
  const { t, store } = workbench;
  const entry = (id: string, title: string, category: Category, runHere: () => void | Promise<void>): CommandEntry => {
    const label = t(`workbench.category.${category}`) + t('workbench.command.category-separator') + title;
    return { id, title, label, runHere };
  };
  const own = definitions.map(([name, category, run]) => {
    const id = `workbench.${name}`;
    return entry(id, t(`workbench.command.${name}`), category, () => run(workbench));
  });
  const themes = store.current.themes.map(({ id, label }) =>
    entry(`workbench.theme.${id}`, t('workbench.theme.choose', { theme: label }), 'preferences', () =>
      changeSetting(workbench, 'workbench.colorTheme', id),
    ),
  );
  const titles = new Set(store.current.commands.map(({ title }) => title));
  const panels = store.current.panels
    .filter(({ title }) => !titles.has(title))
    .map((panel) => ({
      ...entry(`workbench.show-panel.${panel.id}`, panel.title, 'view', () => workbench.showPanel(panel.id)),
      ...(panel.when !== undefined && { when: panel.when }),
    }));
  return [...own, ...themes, ...panels, ...submenuCommands(workbench)];
}

/** Whoever knows « Administrer » from the ball's menu looks for it by that name. */
function submenuCommands(workbench: Workbench): readonly CommandEntry[] {
  const { menus } = workbench.store.current;
  const filled = Object.values(menus)
    .flat()
    .filter(({ submenu }) => submenu !== undefined && menus[submenu]?.length);
  return [...new Map(filled.map((item) => [item.submenu as string, item])).values()].map(({ submenu, title, when }) => ({
    ...{ id: `workbench.show-submenu.${submenu}`, title, label: title },
    ...(when !== undefined && { when }),
    runHere: () => workbench.request({ kind: 'show-submenu', location: submenu as string, label: title }),
  }));
}

async function closeActiveTab(workbench: Workbench): Promise<void> {
  if (workbench.activeTab !== null) await workbench.closeTab(workbench.activeTab);
}

async function closeAllTabs(workbench: Workbench): Promise<void> {
  for (const id of workbench.visibleTabs) {
    if (!(await workbench.closeTab(id))) return;
  }
}

function showNeighbour(workbench: Workbench, step: number): void {
  const next = neighbourTab(workbench.visibleTabs, workbench.activeTab, step);
  if (next !== null) workbench.showPanel(next);
}

async function changeSetting(workbench: Workbench, key: string, value: Serialisable): Promise<void> {
  const outcome = await workbench.connection
    .call((host) => host.updateSetting(key, value))
    .catch(() => ({ ok: false, cancelled: false, sentence: workbench.t('workbench.command.connection-lost') }) as const);
  if (!outcome.ok && !outcome.cancelled) workbench.tell('error', outcome.sentence);
}
