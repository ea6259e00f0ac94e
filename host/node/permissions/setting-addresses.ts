import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import type { SettingValues } from '../../../core/services/settings-service.ts';
import { addressHost, settingOfOrigin } from './setting-address.ts';

/** A setting, as far as the address in it goes. */
export interface AddressSetting {
  readonly value: unknown;
  readonly byDefault: unknown;
  /** Where the plugin that contributes it comes from; `shell` for the shell's own. */
  readonly owner: PluginOrigin | 'shell';
}

/** A setting that somebody contributes. */
export type FindAddressSetting = (key: string) => AddressSetting | undefined;

/**
 * Which addresses the grants of `${config:KEY}` stand for. A plugin writes its own settings, and an update brings other defaults: were the
 * grant to follow, it would be no bound at all. So it covers the address that the user saw when granting it or set since, in the window or
 * by the command line. Settings of the product itself, which no stranger can write, are followed wherever they lead.
 */
export class SettingAddresses {
  /** What the user is setting just now, by key, until it is saved. */
  private readonly beingSet = new Map<string, string>();

  constructor(private readonly find: FindAddressSetting) {}

  /** The part of granted permissions that is in force: without the settings whose address was not agreed to. */
  covered(granted: Permissions, agreed: Readonly<Record<string, string>>): Permissions {
    const { network, ...others } = granted;
    if (network === undefined) return granted;
    return { ...others, network: network.filter((entry) => this.isCovered(settingOfOrigin(entry), agreed)) };
  }

  /** The addresses that granting these permissions agrees to now: in force, or for settings that are not there yet their future defaults. */
  seenWith({ network = [] }: Permissions, defaults: SettingValues = {}): Readonly<Record<string, string>> {
    const keys = network.flatMap((entry) => settingOfOrigin(entry) ?? []);
    return Object.fromEntries(keys.map((key) => [key, addressHost(this.find(key)?.value ?? defaults[key]) ?? '']));
  }

  /** The addresses that settings have until somebody changes them. */
  byDefault({ network = [] }: Permissions): Readonly<Record<string, string>> {
    const keys = network.flatMap((entry) => settingOfOrigin(entry) ?? []);
    return Object.fromEntries(keys.map((key) => [key, addressHost(this.find(key)?.byDefault) ?? '']));
  }

  /** Has addresses that the user sets count as agreed to while they are being saved, since plugins hear of the change at once. */
  async whileSetting<T>(addresses: Readonly<Record<string, string>>, save: () => Promise<T>): Promise<T> {
    for (const [key, host] of Object.entries(addresses)) this.beingSet.set(key, host);
    try {
      return await save();
    } finally {
      for (const key of Object.keys(addresses)) this.beingSet.delete(key);
    }
  }

  private isCovered(key: string | undefined, agreed: Readonly<Record<string, string>>): boolean {
    const setting = key === undefined ? undefined : this.find(key);
    if (key === undefined || !setting || setting.owner === 'shell' || setting.owner === 'bundled') return true;
    const host = addressHost(setting.value);
    return host === undefined || host === agreed[key] || host === this.beingSet.get(key);
  }
}
