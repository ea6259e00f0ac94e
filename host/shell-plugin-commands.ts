import type { CommandContribution, JsonSchema, MenuItemContribution, PanelContribution } from '../core/manifest/manifest.ts';
import { pluginCommands, pluginsPanel, runningPluginsPanel } from '../core/protocol/plugin-administration.ts';

const id: JsonSchema = { type: 'string', minLength: 1, maxLength: 256 };
const ofPlugin = objectSchema({ plugin: id }, ['plugin']);

/** Offered in the palette: those that need no more than a click, or that ask for what they need. */
const offered: readonly CommandContribution[] = [
  command(pluginCommands.show, 'show', { icon: '$(extensions)' }),
  command(pluginCommands.showRunning, 'show-running', { icon: '$(pulse)' }),
  command(pluginCommands.add, 'add', { arguments: objectSchema({ source: { type: 'string', minLength: 1, maxLength: 4096 } }) }),
  command(pluginCommands.restart, 'restart', { arguments: objectSchema({ plugin: id }) }),
  command(pluginCommands.bisectStart, 'bisect-start'),
  command(pluginCommands.leaveSafeMode, 'leave-safe-mode'),
];

/** Context key that is true while the bundled plugins alone are loaded. */
export const safeModeKey = 'shell.safeMode';

/** For the panels, for notifications and for scripts. */
const hidden: readonly CommandContribution[] = [
  command(pluginCommands.cancelAdding, 'cancel-adding'),
  command(pluginCommands.remove, 'remove', { arguments: ofPlugin }),
  command(pluginCommands.enable, 'enable', { arguments: ofPlugin }),
  command(pluginCommands.disable, 'disable', { arguments: ofPlugin }),
  command(pluginCommands.update, 'update', { arguments: ofPlugin }),
  command(pluginCommands.rollBack, 'roll-back', { arguments: ofPlugin }),
  command(pluginCommands.wait, 'wait', { arguments: ofPlugin }),
  command(pluginCommands.kill, 'kill', { arguments: ofPlugin }),
  command(pluginCommands.profile, 'profile', { arguments: ofPlugin }),
  command(pluginCommands.setPermission, 'set-permission', {
    arguments: objectSchema(
      {
        plugin: id,
        permission: { type: 'string', minLength: 1, maxLength: 64 },
        subject: { type: 'string', minLength: 1, maxLength: 2048 },
        isGranted: { type: 'boolean' },
      },
      ['plugin', 'permission', 'isGranted'],
    ),
  }),
  command(pluginCommands.revokeSession, 'revoke-session', {
    arguments: objectSchema({ plugin: id, provider: id, account: id }, ['plugin', 'provider', 'account']),
  }),
  command(pluginCommands.showRequests, 'show-requests', { arguments: ofPlugin }),
  command(pluginCommands.listRequests, 'list-requests', { arguments: ofPlugin }),
  command(pluginCommands.bisectAnswer, 'bisect-answer', {
    arguments: objectSchema({ isFaultGone: { type: ['boolean', 'null'] } }, ['isFaultGone']),
  }),
  command(pluginCommands.bisectStop, 'bisect-stop'),
];

/** The shell's commands about plugins. */
export const pluginCommandContributions: readonly CommandContribution[] = [...offered, ...hidden];

/** Keeps out of the palette what can't be run from there. */
export const pluginPaletteEntries: readonly MenuItemContribution[] = [
  ...hidden.map(({ command }) => ({ command, when: 'false' })),
  { command: pluginCommands.leaveSafeMode, when: safeModeKey },
];

/** Their modules stand beside the window's script, and are loaded when they are first shown. */
export const pluginPanelContributions: readonly PanelContribution[] = [
  {
    id: pluginsPanel,
    title: '%shell.plugins.show%',
    icon: '$(extensions)',
    location: 'tab',
    module: './plugins-panel.js',
    element: 'shell-plugins-panel',
    activityBar: 1000,
  },
  {
    id: runningPluginsPanel,
    title: '%shell.plugins.show-running%',
    icon: '$(pulse)',
    location: 'tab',
    module: './running-plugins-panel.js',
    element: 'shell-running-plugins-panel',
  },
];

function command(name: string, string: string, more: Partial<CommandContribution> = {}): CommandContribution {
  return { command: name, title: `%shell.plugins.${string}%`, ...more };
}

function objectSchema(properties: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}
