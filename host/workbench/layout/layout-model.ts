import type { WorkbenchLayout } from '../../../core/protocol/window-protocol.ts';
import { shellPanels } from '../panels/shell-panels.ts';

/** Bounds in CSS pixels within which a user may drag the side bar and the bottom panel. */
export const sideBarWidthPixels = { minimum: 200, maximum: 640, initial: 320 } as const;
export const bottomHeightPixels = { minimum: 100, maximum: 600, initial: 220 } as const;

const maximumRecentCommands = 50;

export const initialLayout: WorkbenchLayout = {
  openTabs: [],
  activeTab: null,
  sideBar: { panel: shellPanels.overview, widthPixels: sideBarWidthPixels.initial },
  bottom: { panel: null, heightPixels: bottomHeightPixels.initial },
  recentCommands: [],
};

export function openTab(layout: WorkbenchLayout, panelId: string): WorkbenchLayout {
  const openTabs = layout.openTabs.includes(panelId) ? layout.openTabs : [...layout.openTabs, panelId];
  return { ...layout, openTabs, activeTab: panelId };
}

/** Closes a tab. Of the others, the one that takes its place becomes active, else the last. */
export function closeTab(layout: WorkbenchLayout, panelId: string): WorkbenchLayout {
  const index = layout.openTabs.indexOf(panelId);
  const openTabs = layout.openTabs.filter((id) => id !== panelId);
  if (layout.activeTab !== panelId) return { ...layout, openTabs };
  return { ...layout, openTabs, activeTab: openTabs[index] ?? openTabs.at(-1) ?? null };
}

/** The tab so many places further, round the end. */
export function neighbourTab(openTabs: readonly string[], activeTab: string | null, step: number): string | null {
  if (openTabs.length === 0) return null;
  const index = activeTab === null ? 0 : openTabs.indexOf(activeTab);
  return openTabs[(index + step + openTabs.length) % openTabs.length] ?? null;
}

export function showInSideBar(layout: WorkbenchLayout, panel: string | null): WorkbenchLayout {
  return { ...layout, sideBar: { ...layout.sideBar, panel } };
}

export function showInBottom(layout: WorkbenchLayout, panel: string | null): WorkbenchLayout {
  return { ...layout, bottom: { ...layout.bottom, panel } };
}

export function resizeSideBar(layout: WorkbenchLayout, pixels: number): WorkbenchLayout {
  return { ...layout, sideBar: { ...layout.sideBar, widthPixels: clamp(pixels, sideBarWidthPixels) } };
}

export function resizeBottom(layout: WorkbenchLayout, pixels: number): WorkbenchLayout {
  return { ...layout, bottom: { ...layout.bottom, heightPixels: clamp(pixels, bottomHeightPixels) } };
}

/** Puts a command in front of the recent ones. */
export function rememberCommand(layout: WorkbenchLayout, command: string): WorkbenchLayout {
  const others = layout.recentCommands.filter((id) => id !== command);
  return { ...layout, recentCommands: [command, ...others].slice(0, maximumRecentCommands) };
}

function clamp(pixels: number, { minimum, maximum }: { minimum: number; maximum: number }): number {
  return Math.round(Math.min(maximum, Math.max(minimum, pixels)));
}
