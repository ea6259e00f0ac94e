import type { Message } from 'boule-bleue';
import type { ConnectionMode, ConnectionType, ConnectionValues, ServerRole } from '../connection-values.ts';
import { serverRoles } from '../connection-values.ts';
import { readProxyAddress } from '../proxy-address.ts';
import { isAboutPort, readUsableProxy } from '../read-values.ts';
import type { SavedValues } from '../saved-connection.ts';
import { readServerAddress } from '../server-address.ts';

export type TextField = 'proxyHost' | 'proxyPort' | 'proxyUser' | ServerRole;
export type DraftField = 'type' | 'mode' | 'proxyPassword' | TextField;

/** What was done to a field to tidy it. */
export type Corrections = Partial<Readonly<Record<TextField, readonly Message[]>>>;

/** What the user typed over the saved values. Immutable: each change gives a new draft. */
export class ConnectionDraft {
  constructor(
    readonly saved: SavedValues,
    private readonly typed: Readonly<Partial<Record<DraftField, string>>> = {},
  ) {}

  /** The same typing over newer saved values. */
  over(saved: SavedValues): ConnectionDraft {
    return new ConnectionDraft(saved, this.typed);
  }

  with(changes: Partial<Record<DraftField, string>>): ConnectionDraft {
    return new ConnectionDraft(this.saved, { ...this.typed, ...changes });
  }

  value(field: DraftField): string {
    return this.typed[field] ?? this.savedValue(field);
  }

  get type(): ConnectionType {
    return this.value('type') as ConnectionType;
  }

  get mode(): ConnectionMode {
    return this.value('mode') as ConnectionMode;
  }

  get isDirty(): boolean {
    return Object.entries(this.typed).some(([field, value]) => value !== this.savedValue(field as DraftField));
  }

  /** Whether the sealed password goes with the proxy and the user in the fields. */
  get isPasswordKept(): boolean {
    const { hasProxyPassword, values } = this.saved;
    return hasProxyPassword && this.value('proxyHost') === values.proxy.host && this.value('proxyUser') === values.proxy.user;
  }

  /** As typed; a port that is none counts as not given. */
  get values(): ConnectionValues {
    const port = this.value('proxyPort').trim();
    return {
      type: this.type,
      mode: this.mode,
      proxy: { host: this.value('proxyHost'), port: /^\d{1,5}$/.test(port) ? Number(port) : 0, user: this.value('proxyUser') },
      servers: { authentication: this.value('authentication'), update: this.value('update'), netEntreprises: this.value('netEntreprises') },
    };
  }

  /** For `connection.test` and `connection.save`. A password left empty stands for the sealed one. */
  get commandArguments() {
    const { proxy, ...values } = this.values;
    const password = this.value('proxyPassword');
    return { ...values, proxy: password === '' ? proxy : { ...proxy, password } };
  }

  /** What keeps a field from being used. */
  problem(field: TextField): Message | undefined {
    if (field === 'proxyUser') return undefined;
    if (field !== 'proxyHost' && field !== 'proxyPort') return readServerAddress(this.value(field), this.mode).problem;
    if (this.type !== 'proxy') return undefined;
    const { problem } = readUsableProxy(this.value('proxyHost'), this.value('proxyPort'));
    return problem && isAboutPort(problem) === (field === 'proxyPort') ? problem : undefined;
  }

  /** The fields that keep this from being saved, from top to bottom. */
  get problematicFields(): readonly TextField[] {
    return (['proxyHost', 'proxyPort', ...serverRoles] as const).filter((field) => this.problem(field));
  }

  /** Cleans what can be cleaned, and tells what for. */
  tidy(): { readonly draft: ConnectionDraft; readonly corrections: Corrections } {
    const changes: Partial<Record<TextField, string>> = {};
    const corrections: Partial<Record<TextField, readonly Message[]>> = {};
    for (const role of serverRoles) {
      const reading = readServerAddress(this.value(role), this.mode);
      if (reading.value === undefined || reading.corrections.length === 0) continue;
      changes[role] = reading.value;
      corrections[role] = reading.corrections;
    }
    const proxy = readProxyAddress(this.value('proxyHost'), this.value('proxyPort'));
    if (proxy.value && proxy.corrections.length > 0) {
      Object.assign(changes, { proxyHost: proxy.value.host, proxyPort: String(proxy.value.port) });
      corrections.proxyHost = proxy.corrections;
    }
    const user = this.value('proxyUser').trim();
    if (user !== this.value('proxyUser')) {
      changes.proxyUser = user;
      corrections.proxyUser = [{ key: 'corrected.spaces' }];
    }
    return { draft: this.with(changes), corrections };
  }

  private savedValue(field: DraftField): string {
    const { type, mode, proxy, servers } = this.saved.values;
    const { host: proxyHost, port, user: proxyUser } = proxy;
    return { type, mode, proxyHost, proxyPort: port === 0 ? '' : String(port), proxyUser, proxyPassword: '', ...servers }[field];
  }
}
