import * as v from 'valibot';
import { type Event, EventEmitter } from '../../../core/event.ts';
import { listPermissions, removePermissions } from '../../../core/manifest/permission-set.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';

/** That a plugin may have sessions of one account at one provider, on this workstation. */
export interface Consent {
  readonly provider: string;
  /** Id of the plugin that answered for the provider then. */
  readonly answeredBy: string;
  readonly account: string;
  readonly accountName: string;
  /** Where the plugin came from, and all that it could do: what the user had in mind. */
  readonly origin: PluginOrigin;
  readonly permissions: Permissions;
  /** In ms since 1970. */
  readonly grantedAt: number;
  readonly lastUsedAt: number | null;
  readonly useCount: number;
}

/** A plugin as it is now. */
export interface ConsentHolder {
  readonly origin: PluginOrigin;
  readonly permissions: Permissions;
}

type ConsentKey = Pick<Consent, 'provider' | 'account'>;

export const consentCollection = 'authenticationConsents';

const flushDelayMs = 5_000;

const consentsSchema = v.array(
  v.object({
    provider: v.string(),
    answeredBy: v.string(),
    account: v.string(),
    accountName: v.string(),
    origin: v.picklist(['bundled', 'installed', 'development']),
    permissions: v.custom<Permissions>((value) => typeof value === 'object' && value !== null),
    grantedAt: v.number(),
    lastUsedAt: v.nullable(v.number()),
    useCount: v.number(),
  }),
);

/**
 * What users agreed to, by plugin. A consent is durable before it holds, and holds no more before its end is durable; how often it was used is
 * written down a little later. That of a plugin under development ends with the host, as what it was granted.
 */
export class ConsentStore {
  private readonly consents = new Map<string, readonly Consent[]>();
  private readonly unwritten = new Set<string>();
  private readonly changed = new EventEmitter<string>();
  private timer: NodeJS.Timeout | undefined;

  /** Fires with the id of a plugin of whose consents there is something new. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(
    private readonly storage: StorageService,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Reads what was agreed to before. What can't be read was not agreed to. */
  async load(): Promise<void> {
    for (const { id, value } of await this.storage.list(consentCollection)) {
      const parsed = v.safeParse(consentsSchema, value);
      if (parsed.success) this.consents.set(id, parsed.output);
    }
  }

  /** Ids of the plugins that have any. */
  plugins(): readonly string[] {
    return [...this.consents].filter(([, consents]) => consents.length > 0).map(([plugin]) => plugin);
  }

  /** In the order in which they were given. */
  list(plugin: string): readonly Consent[] {
    return this.consents.get(plugin) ?? [];
  }

  find(plugin: string, key: ConsentKey): Consent | undefined {
    return this.list(plugin).find((consent) => isSame(consent, key));
  }

  async grant(plugin: string, consent: Consent): Promise<void> {
    const consents = [...this.list(plugin).filter((other) => !isSame(other, consent)), consent];
    await this.write(plugin, consents);
    this.set(plugin, consents);
  }

  /** Does nothing where there is none. */
  async revoke(plugin: string, key: ConsentKey): Promise<void> {
    if (!this.find(plugin, key)) return;
    const consents = this.list(plugin).filter((consent) => !isSame(consent, key));
    this.set(plugin, consents);
    await this.write(plugin, consents);
  }

  noteUse(plugin: string, key: ConsentKey, at: number): void {
    const used = (consent: Consent) => ({ ...consent, lastUsedAt: at, useCount: consent.useCount + 1 });
    this.set(
      plugin,
      this.list(plugin).map((consent) => (isSame(consent, key) ? used(consent) : consent)),
    );
    this.unwritten.add(plugin);
    this.timer ??= setTimeout(() => void this.flush(), flushDelayMs).unref();
  }

  /** Forgets a plugin's, once its rows went with all else of it. */
  drop(plugin: string): void {
    this.unwritten.delete(plugin);
    this.consents.delete(plugin);
    this.changed.fire(plugin);
  }

  /** Writes down what has not been yet. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const plugins = [...this.unwritten];
    this.unwritten.clear();
    try {
      for (const plugin of plugins) await this.write(plugin, this.list(plugin));
    } catch (error) {
      this.onError(error);
    }
  }

  private set(plugin: string, consents: readonly Consent[]): void {
    this.consents.set(plugin, consents);
    this.changed.fire(plugin);
  }

  private async write(plugin: string, consents: readonly Consent[]): Promise<void> {
    const lasting = consents.filter(({ origin }) => origin !== 'development');
    const value = lasting.length > 0 ? { value: lasting as unknown as Serialisable } : {};
    await this.storage.write([{ collection: consentCollection, id: plugin, ...value }]);
  }
}

/** Whether a consent still says what the user meant: a plugin from elsewhere, or one that can do more than it could, is something else. */
export function isStillMeant(consent: Consent, holder: ConsentHolder): boolean {
  const isGranted = holder.permissions.authentication?.includes(consent.provider) === true;
  return (
    isGranted &&
    consent.origin === holder.origin &&
    listPermissions(removePermissions(holder.permissions, consent.permissions)).length === 0
  );
}

function isSame(consent: Consent, { provider, account }: ConsentKey): boolean {
  return consent.provider === provider && consent.account === account;
}
