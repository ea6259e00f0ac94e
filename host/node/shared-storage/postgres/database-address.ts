import { isIP } from 'node:net';
import { userInfo } from 'node:os';
import { ShellError } from '../../../../core/errors.ts';
import { Secret } from '../../../../core/secret.ts';
import { isLoopbackHost } from './loopback-host.ts';

/** How the way to the database is protected. */
export type DatabaseEncryption =
  /** TLS, with the server's certificate and name verified. */
  | 'verified'
  /** None: nothing leaves this workstation. */
  | 'plain';

/** Where the réseau's database is and who signs in to it, as `--database` says it. Shows no password, wherever it is written. */
export class DatabaseAddress {
  private constructor(
    /** Name, IP address, or the folder of a Unix socket. */
    readonly host: string,
    readonly port: number,
    readonly database: string,
    readonly user: string,
    readonly encryption: DatabaseEncryption,
    /** File of the authorities to trust instead of those that the workstation trusts. */
    readonly authorityFile: string | undefined,
    /** File to find the password in, instead of PostgreSQL's usual one. */
    readonly passwordFile: string | undefined,
    /** The password that stood in the address itself. */
    readonly password: Secret | undefined,
  ) {}

  /**
   * Reads `postgres://[user[:password]@]host[:port]/database[?parameters]`, as PostgreSQL's own programs do. Parameters: `sslmode`,
   * `sslrootcert`, `passfile`, and `host` for the folder of a Unix socket. No password is part of any error.
   * @throws ShellError `database.address-invalid`, `database.parameter-unknown`, `database.not-verified`.
   */
  static parse(text: string): DatabaseAddress {
    const url = URL.parse(text);
    if (!url || !['postgres:', 'postgresql:'].includes(url.protocol) || url.hash !== '') throw invalid();
    const parameters = readParameters(url);
    const host = readHost(url, parameters.host);
    const user = decode(url.username) || userInfo().username;
    const database = decode(url.pathname.slice(1));
    if (!isPlainName(user) || !isPlainName(database) || /[/@]/.test(url.pathname.slice(1))) throw invalid();
    const password = url.password === '' ? undefined : new Secret(decode(url.password));
    const encryption = chooseEncryption(host, parameters.sslmode ?? (parameters.sslrootcert && 'verify-full'));
    const port = url.port === '' ? 5432 : Number(url.port);
    if (port < 1) throw invalid();
    return new DatabaseAddress(host, port, database, user, encryption, parameters.sslrootcert, parameters.passfile, password);
  }

  get isSocket(): boolean {
    return this.host.startsWith('/');
  }

  /** The address without password and parameters. */
  toString(): string {
    const host = isIP(this.host) === 6 ? `[${this.host}]` : this.isSocket ? encodeURIComponent(this.host) : this.host;
    return `postgres://${encodeURIComponent(this.user)}@${host}:${this.port}/${encodeURIComponent(this.database)}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

interface Parameters {
  readonly sslmode?: string;
  readonly sslrootcert?: string;
  readonly passfile?: string;
  readonly host?: string;
}

const knownParameters = ['sslmode', 'sslrootcert', 'passfile', 'host'];

function readParameters(url: URL): Parameters {
  for (const [name, value] of url.searchParams) {
    // A password's unescaped « ? » would end up here: a name that isn't one is not repeated.
    if (!/^[a-z_]{1,40}$/.test(name)) throw invalid();
    if (!knownParameters.includes(name)) throw new ShellError('database.parameter-unknown', { parameter: name });
    if (value === '' || url.searchParams.getAll(name).length > 1) throw invalid();
  }
  return Object.fromEntries(url.searchParams);
}

function readHost(url: URL, parameter: string | undefined): string {
  const authority = decode(url.hostname.replace(/^\[(.*)\]$/, '$1'));
  if (parameter !== undefined && (authority !== '' || !parameter.startsWith('/'))) throw invalid();
  const host = parameter ?? authority;
  const isHost = isIP(host) > 0 || /^[a-z\d]([a-z\d._-]*[a-z\d])?\.?$/i.test(host) || /^\/[^\0]*$/.test(host);
  if (!isHost) throw invalid();
  return host.startsWith('/') ? host : host.toLowerCase();
}

/** What other modes would leave unverified stays on this workstation. */
function chooseEncryption(host: string, mode: string | undefined): DatabaseEncryption {
  const isNear = host.startsWith('/') || isLoopbackHost(host);
  if (mode !== undefined && !sslModes.includes(mode)) throw invalid();
  if (!isNear) {
    if (mode !== undefined && mode !== 'verify-full') throw new ShellError('database.not-verified', { mode, host });
    return 'verified';
  }
  const wantsTls = ['require', 'verify-ca', 'verify-full'].includes(mode ?? 'prefer');
  if (wantsTls && host.startsWith('/')) throw invalid();
  return wantsTls ? 'verified' : 'plain';
}

/** Of libpq (PostgreSQL's documentation, 34.1.2). */
const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid();
  }
}

/** PostgreSQL's names hold at most 63 bytes, and never a NUL. */
function isPlainName(text: string): boolean {
  return text !== '' && Buffer.byteLength(text) <= 63 && !/\p{Cc}/u.test(text);
}

/** Says nothing of what was typed: it may hold a password. */
function invalid(): ShellError {
  return new ShellError('database.address-invalid');
}
