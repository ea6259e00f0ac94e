import { pluginCommands } from '../../../core/protocol/plugin-administration.ts';
import type { NotificationAction } from '../../../core/services/notification-service.ts';

/** What users can do about a plugin that gives trouble. */
export const waitButton = (plugin: string): NotificationAction => button('wait', pluginCommands.wait, { plugin });
export const restartButton = (plugin: string): NotificationAction => button('restart', pluginCommands.restart, { plugin });
export const disableButton = (plugin: string): NotificationAction => button('disable', pluginCommands.disable, { plugin });
/** @param permission what it asks by. */
export const muteButton = (plugin: string, permission: 'dialogs' | 'files'): NotificationAction =>
  button('mute', pluginCommands.setPermission, { plugin, permission, isGranted: false });

function button(name: string, command: string, args: unknown): NotificationAction {
  return { title: { key: `notification.plugin.${name}` }, command, args };
}
