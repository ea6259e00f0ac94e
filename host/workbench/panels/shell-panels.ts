/** Ids of the window's own panels, as layouts remember them. */
export const shellPanels = {
  overview: 'workbench.overview',
  guides: 'workbench.guides',
  settings: 'workbench.settings',
  welcome: 'workbench.welcome',
  notifications: 'workbench.notifications',
} as const;
