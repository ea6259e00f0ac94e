import type { ContextKeyService, Disposable, NotificationService } from 'boule-bleue';
import { type ConnectionValues, factoryAddresses, type ServerRole, serverRoles } from './values/connection-values.ts';

/** An address without encryption and the factory address that takes its place. */
export type AddressReplacement = { readonly role: ServerRole; readonly before: string; readonly after: string };

export function findPlainHttp({ servers }: ConnectionValues): readonly AddressReplacement[] {
  return serverRoles
    .filter((role) => /^http:/i.test(servers[role].trim()))
    .map((role) => ({ role, before: servers[role], after: factoryAddresses[role] }));
}

/** The values with « Sécurisé » and a factory address in the place of each that is not encrypted. */
export function switchToSecure(values: ConnectionValues): ConnectionValues {
  const replaced = Object.fromEntries(findPlainHttp(values).map(({ role, after }) => [role, after]));
  return { ...values, mode: 'securise', servers: { ...values.servers, ...replaced } };
}

/** Tells that saved addresses begin with `http://`, which the server no longer serves, as long as it is so. */
export class PlainHttpNotice {
  private shown: Disposable | undefined;

  constructor(
    private readonly notifications: NotificationService,
    private readonly contextKeys: ContextKeyService,
  ) {}

  update(values: ConnectionValues): void {
    const replacements = findPlainHttp(values);
    this.contextKeys.set('connection.hasPlainHttp', replacements.length > 0);
    this.hide();
    if (replacements.length > 0) this.shown = this.show(replacements);
  }

  /** The panel says the same, and more: once it is open the notification only stands in its way. */
  hide(): void {
    this.shown?.dispose();
    this.shown = undefined;
  }

  private show(replacements: readonly AddressReplacement[]): Disposable {
    const before = replacements.map((replacement) => replacement.before).join(', ');
    const after = replacements.map((replacement) => replacement.after).join(', ');
    return this.notifications.show({
      severity: 'warning',
      message: { key: 'plain-http.notice', args: { count: replacements.length, before, after } },
      actions: [
        { title: { key: 'button.switch-to-secure' }, command: 'connection.switch-to-secure' },
        { title: { key: 'command.open' }, command: 'connection.open' },
      ],
    });
  }
}
