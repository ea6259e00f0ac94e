import { pluginCommands } from '../../../core/protocol/plugin-administration.ts';
import type { NotificationAction } from '../../../core/services/notification-service.ts';

/** What users can do about a plugin that gives trouble. */
export const waitButton = (plugin: string): NotificationAction => button('wait', pluginCommands.wait, { plugin });
export const restartButton = (plugin: string): NotificationAction => button('restart', pluginCommands.restart, { plugin });
export const disableButton = (plugin: string): NotificationAction => button('disable', pluginCommands.disable, { plugin });
export const muteButton = (plugin: string): NotificationAction =>
  button('mute', pluginCommands.setPermission, { plugin, permission: 'dialogs', isGranted: false });

function button(name: string, command: string, args: unknown): NotificationAction {
  return { title: { key: `notification.plugin.${name}` }, command, args };
}
