import type { ContextKeyStore } from '../../../core/context-keys/context-key-store.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import type { BadgeRegistry } from '../window/badge-registry.ts';
import type { NotificationCenter } from '../window/notification-center.ts';
import type { WindowGateway } from '../window/window-gateway.ts';

/** Where users meet what plugins make. */
export interface PresenceParts {
  readonly windows: Pick<WindowGateway, 'openPanels'>;
  readonly badges: BadgeRegistry;
  readonly notifications: NotificationCenter;
  readonly contextKeys: ContextKeyStore;
}

/** Whether somebody would miss a plugin before asking for it: it waits for the start, or a window shows one of its panels. */
export function isNeeded({ activationEvents, contributes }: Manifest, { openPanels }: PresenceParts['windows']): boolean {
  return activationEvents.includes('onStartup') || contributes.panels.some(({ id }) => openPanels.has(id));
}

/** Whether something that a plugin made is in front of the user, which would go with it. */
export function isInUse({ id, contributes }: Manifest, { windows, badges, notifications, contextKeys }: PresenceParts): boolean {
  const { openPanels } = windows;
  if (contributes.panels.some((panel) => openPanels.has(panel.id))) return true;
  if ([...badges.entries().map(([, badge]) => badge), ...notifications.list()].some(({ plugin }) => plugin === id)) return true;
  return Object.keys(contextKeys.snapshot()).some((key) => key.startsWith(`${id}.`));
}
