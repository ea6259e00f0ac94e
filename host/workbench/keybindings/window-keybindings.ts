import type { KeybindingContribution } from '../../../core/manifest/manifest.ts';

/**
 * Keys of the window's own commands. Browsers keep Ctrl+W, Ctrl+Tab and Ctrl+PageDown to themselves, hence Alt.
 * Ctrl+Alt is avoided: with it French layouts type signs.
 */
export const windowKeybindings: readonly KeybindingContribution[] = [
  { command: 'workbench.show-commands', key: 'ctrl+shift+p', mac: 'cmd+shift+p' },
  // The last one is shown beside the command: Firefox opens a private window by the first.
  { command: 'workbench.show-commands', key: 'f1' },
  { command: 'workbench.focus-next-part', key: 'f6' },
  { command: 'workbench.focus-previous-part', key: 'shift+f6' },
  { command: 'workbench.toggle-side-bar', key: 'ctrl+b', mac: 'cmd+b' },
  { command: 'workbench.toggle-bottom-panel', key: 'ctrl+j', mac: 'cmd+j' },
  { command: 'workbench.open-settings', key: 'ctrl+,', mac: 'cmd+,' },
  { command: 'workbench.close-tab', key: 'alt+w', mac: 'ctrl+w' },
  { command: 'workbench.next-tab', key: 'alt+pagedown' },
  { command: 'workbench.previous-tab', key: 'alt+pageup' },
];
