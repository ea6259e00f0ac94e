import type { Message } from 'boule-bleue';
import { readProxyAddress } from '../addresses/proxy-address.ts';
import { readServerAddress } from '../addresses/server-address.ts';
import type { ConnectionMode, ConnectionType, ConnectionValues, ServerRole } from '../values/connection-values.ts';
import { serverRoles } from '../values/connection-values.ts';
import { readRoleAddress } from '../values/read-role-address.ts';
import { isAboutPort, joinCredentials, readUsableProxy } from '../values/read-values.ts';
import type { SavedValues } from '../values/saved-connection.ts';

export type TextField = 'proxyHost' | 'proxyPort' | 'proxyUser' | ServerRole;
export type DraftField = 'type' | 'mode' | 'proxyPassword' | TextField;

/** What was done to a field to tidy it. */
export type Corrections = Partial<Readonly<Record<TextField, readonly Message[]>>>;

/** `name:password` taken out of the addresses, each with the origin that it was pasted with. */
type TakenCredentials = { readonly [Role in ServerRole]?: { readonly origin: string; readonly credentials: string } | undefined };

/** What became of a name and a password for an address: sealed, to be sealed with the next save, or another server's. */
export type CredentialsState = 'kept' | 'pending' | 'other';

/** What the user typed over the saved values. Immutable: each change gives a new draft. */
export class ConnectionDraft {
  constructor(
    readonly saved: SavedValues,
    private readonly typed: Readonly<Partial<Record<DraftField, string>>> = {},
    private readonly taken: TakenCredentials = {},
  ) {}

  /** The same typing over newer saved values. */
  over(saved: SavedValues): ConnectionDraft {
    return new ConnectionDraft(saved, this.typed, this.taken);
  }

  with(changes: Partial<Record<DraftField, string>>): ConnectionDraft {
    return new ConnectionDraft(this.saved, { ...this.typed, ...changes }, this.taken);
  }

  /** Without the secrets that another draft, which was saved, held too. */
  withoutSecretsOf(other: ConnectionDraft): ConnectionDraft {
    const taken = Object.fromEntries(Object.entries(this.taken).filter(([role, held]) => other.taken[role as ServerRole] !== held));
    const typed = this.typed.proxyPassword === other.typed.proxyPassword ? { ...this.typed, proxyPassword: '' } : this.typed;
    return new ConnectionDraft(this.saved, typed, taken);
  }

  /** Without what was taken out of an address and is not saved yet. */
  withoutTaken(role: ServerRole): ConnectionDraft {
    return new ConnectionDraft(this.saved, this.typed, { ...this.taken, [role]: undefined });
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
    if (serverRoles.some((role) => this.usableCredentials(role) !== undefined)) return true;
    return Object.entries(this.typed).some(([field, value]) => value !== this.savedValue(field as DraftField));
  }

  /** Whether the sealed password goes with the proxy and the user in the fields. */
  get isPasswordKept(): boolean {
    const { hasProxyPassword, values } = this.saved;
    return hasProxyPassword && this.value('proxyHost') === values.proxy.host && this.value('proxyUser') === values.proxy.user;
  }

  credentialsState(role: ServerRole): CredentialsState | undefined {
    if (this.usableCredentials(role) !== undefined) return 'pending';
    if (!(this.saved.credentialRoles as readonly ServerRole[]).includes(role)) return undefined;
    return originOf(this.value(role)) === originOf(this.saved.values.servers[role]) ? 'kept' : 'other';
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

  /** For `connection.test`. A password left empty stands for the sealed one. */
  get testArguments() {
    const { proxy, ...values } = this.values;
    const password = this.value('proxyPassword');
    return { ...values, proxy: password === '' ? proxy : { ...proxy, password } };
  }

  /** For `connection.save`: what was taken out of addresses goes along. */
  get saveArguments() {
    const taken = serverRoles.flatMap((role) => {
      const credentials = this.usableCredentials(role);
      return credentials === undefined ? [] : [[role, credentials] as const];
    });
    return { ...this.testArguments, credentials: Object.fromEntries(taken) };
  }

  /** What keeps a field from being used. */
  problem(field: TextField): Message | undefined {
    if (field === 'proxyUser') return undefined;
    if (field !== 'proxyHost' && field !== 'proxyPort') return readServerAddress(this.value(field), this.mode).problem;
    if (this.type !== 'proxy') return undefined;
    const { problem } = readUsableProxy(this.value('proxyHost'), this.value('proxyPort'));
    return problem && isAboutPort(problem) === (field === 'proxyPort') ? problem : undefined;
  }

  /** What is suspicious about a field that can be used all the same. */
  warning(field: TextField): Message | undefined {
    if (isRole(field)) return readServerAddress(this.value(field), this.mode).warning;
    if (field !== 'proxyHost' || this.type !== 'proxy') return undefined;
    return readProxyAddress(this.value(field), this.value('proxyPort')).warning;
  }

  /** The fields that keep this from being saved, from top to bottom. */
  get problematicFields(): readonly TextField[] {
    return (['proxyHost', 'proxyPort', ...serverRoles] as const).filter((field) => this.problem(field));
  }

  /** Cleans what can be cleaned, and tells what for. Secrets leave the addresses for where they are kept apart. */
  tidy(): { readonly draft: ConnectionDraft; readonly corrections: Corrections } {
    const changes: Partial<Record<DraftField, string>> = {};
    const corrections: Partial<Record<TextField, readonly Message[]>> = {};
    const taken: Partial<Record<ServerRole, TakenCredentials[ServerRole]>> = { ...this.taken };
    for (const role of serverRoles) {
      const { value, credentials, corrections: made } = readRoleAddress(role, this.value(role), this.mode);
      if (value === undefined || made.length === 0) continue;
      changes[role] = value;
      corrections[role] = made;
      if (credentials) taken[role] = { origin: new URL(value).origin, credentials: joinCredentials(credentials) };
    }
    const user = this.value('proxyUser').trim();
    if (user !== this.value('proxyUser')) {
      changes.proxyUser = user;
      corrections.proxyUser = [{ key: 'corrected.spaces' }];
    }
    const proxy = readProxyAddress(this.value('proxyHost'), this.value('proxyPort'));
    if (proxy.value && proxy.corrections.length > 0) {
      Object.assign(changes, { proxyHost: proxy.value.host, proxyPort: String(proxy.value.port) });
      if (proxy.credentials) changes.proxyUser = proxy.credentials.user;
      if (proxy.credentials?.password) changes.proxyPassword = proxy.credentials.password;
      corrections.proxyHost = proxy.corrections;
    }
    return { draft: new ConnectionDraft(this.saved, { ...this.typed, ...changes }, taken), corrections };
  }

  /** What was taken out of an address, as long as the field leads to the same server. */
  private usableCredentials(role: ServerRole): string | undefined {
    const taken = this.taken[role];
    return taken?.origin === originOf(this.value(role)) ? taken?.credentials : undefined;
  }

  private savedValue(field: DraftField): string {
    const { type, mode, proxy, servers } = this.saved.values;
    const { host: proxyHost, port, user: proxyUser } = proxy;
    return { type, mode, proxyHost, proxyPort: port === 0 ? '' : String(port), proxyUser, proxyPassword: '', ...servers }[field];
  }
}

function isRole(field: TextField): field is ServerRole {
  return (serverRoles as readonly string[]).includes(field);
}

function originOf(address: string): string | undefined {
  return URL.parse(address)?.origin;
}
