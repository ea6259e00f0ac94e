import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { ServerIdentity } from '../servers/authority.ts';
import { findOsUser, findPostgresProblem, type OsUser, type PostgresBinaries, preparePostgres } from './postgres-binaries.ts';

export interface PostgresOptions {
  /** Has every commit wait for the disk, for tests of what lasts. Default `false`: tests go faster. */
  readonly isDurable?: boolean;
  /** Has it speak TLS with that certificate. Default: in the open, as is allowed on this machine alone. */
  readonly identity?: ServerIdentity;
  /** Lines of pg_hba.conf. Default: whoever comes from this machine with the password. */
  readonly access?: readonly string[];
  /** Further settings, by their names in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Why tests with PostgreSQL are left out here, or `undefined`: `describe.skipIf(postgresProblem !== undefined)`. */
export const postgresProblem = findPostgresProblem();
if (postgresProblem !== undefined) process.stderr.write(`Left out: ${postgresProblem}.\n`);

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;
const attempts = 5;
const superuser = 'postgres';

/**
 * A real PostgreSQL server on a free port of 127.0.0.1, with data of its own in a temporary folder. It can be killed and started anew on
 * the same data and port. Nothing of it is left when it is stopped, or when the test's process ends.
 */
export class PostgresServer implements AsyncDisposable {
  readonly user = superuser;
  readonly password = randomBytes(12).toString('base64url');
  private currentPort = 0;
  private process: ChildProcess | undefined;
  private guard: ChildProcess | undefined;
  private log = '';
  private databaseCount = 0;

  private constructor(
    readonly folder: string,
    private readonly binaries: PostgresBinaries,
    private readonly osUser: OsUser | undefined,
    private readonly options: PostgresOptions,
  ) {}

  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    const osUser = findOsUser();
    if (osUser) await chown(folder, osUser.uid, osUser.gid);
    const server = new PostgresServer(folder, await preparePostgres(folder, osUser), osUser, options);
    try {
      await server.initialise();
      await server.startOnFreePort();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get port(): number {
    return this.currentPort;
  }

  /** The postmaster's, while it runs. */
  get processId(): number | undefined {
    return this.process?.pid;
  }

  /** Where the socket's file lies, for addresses like `postgres:///name?host=…`. */
  get socketFolder(): string {
    return this.folder;
  }

  /** The address of a database, with the password. */
  url(database = 'postgres', host = '127.0.0.1'): string {
    return `postgres://${this.user}:${this.password}@${host}:${this.port}/${database}`;
  }

  /** What the server has said so far. */
  get messages(): string {
    return this.log;
  }

  /** Makes a database, a copy of another one where wanted. @returns its name. */
  async createDatabase(template = 'template0'): Promise<string> {
    this.databaseCount += 1;
    const name = `test_${this.databaseCount}`;
    await this.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    return name;
  }

  /** Asks as the superuser. */
  async query<R extends pg.QueryResultRow>(text: string, values: unknown[] = [], database = 'postgres'): Promise<R[]> {
    const client = await this.connect(database);
    try {
      return (await client.query<R>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** A connection of the superuser's; whoever asks for it ends it. */
  async connect(database = 'postgres'): Promise<pg.Client> {
    const { identity } = this.options;
    const client = new pg.Client({ connectionString: this.url(database), ...(identity && { ssl: { rejectUnauthorized: false } }) });
    await client.connect();
    return client;
  }

  /** Ends it as a power cut of its own would: the operating system goes on, the server doesn't get to say a word. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Starts it anew on the same data and port. */
  async restart(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.run();
      } catch (error) {
        // The processes of one that was killed may take a moment to notice.
        if (attempt === attempts) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
      }
    }
  }

  /** Ends it and removes all it had. */
  async stop(): Promise<void> {
    await this.end('SIGINT');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  private get dataFolder(): string {
    return join(this.folder, 'data');
  }

  private async initialise(): Promise<void> {
    const passwordFile = await this.write('password', this.password);
    const options = [`--pgdata=${this.dataFolder}`, `--username=${this.user}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
    const fixed = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
    const initdb = this.spawn(this.binaries.initdb, [...options, ...fixed]);
    const [code] = await once(initdb, 'close');
    await rm(passwordFile);
    if (code !== 0) throw new Error(`initdb failed:\n${this.log}`);
    const { identity, access = ['host all all 127.0.0.1/32 scram-sha-256', 'local all all scram-sha-256'] } = this.options;
    await this.write('access.conf', `${access.join('\n')}\n`);
    if (!identity) return;
    await this.write('server.crt', identity.cert);
    await this.write('server.key', identity.key);
  }

  private async startOnFreePort(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.currentPort = await findFreePort();
      try {
        return await this.run();
      } catch (error) {
        // Somebody else may have taken the port meanwhile.
        if (attempt === attempts || !this.log.includes('could not bind')) throw error;
      }
    }
  }

  private async run(): Promise<void> {
    this.log = '';
    const settings = Object.entries(this.settings()).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = this.spawn(this.binaries.postgres, ['-D', this.dataFolder, '-p', String(this.port), ...settings]);
    this.process = child;
    this.guard = guardProcess(child, this.folder);
    await this.untilReady(child);
  }

  private settings(): Readonly<Record<string, string>> {
    const { isDurable = false, identity, settings } = this.options;
    const lazy = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
    const tls = { ssl: 'on', ssl_cert_file: join(this.folder, 'server.crt'), ssl_key_file: join(this.folder, 'server.key') };
    return {
      listen_addresses: '127.0.0.1',
      ...(process.platform !== 'win32' && { unix_socket_directories: this.folder }),
      hba_file: join(this.folder, 'access.conf'),
      shared_buffers: '16MB',
      ...(!isDurable && lazy),
      ...(identity && tls),
      ...settings,
    };
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => this.log.includes('database system is ready to accept connections') && resolve();
    const fail = () => reject(new Error(`PostgreSQL did not start:\n${this.log}`));
    const timer = setTimeout(fail, startTimeoutMs);
    child.stderr?.on('data', look);
    child.once('close', fail);
    await promise.finally(() => {
      clearTimeout(timer);
      child.stderr?.off('data', look);
      child.off('close', fail);
    });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { process: child, guard } = this;
    this.process = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      child.kill(signal);
      await closed;
      clearTimeout(timer);
    }
    guard?.kill('SIGKILL');
  }

  private spawn(program: string, args: readonly string[]): ChildProcess {
    const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, TZ: 'UTC', LC_ALL: 'C' };
    const child = spawn(program, args, { ...this.osUser, env, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.log += text;
    });
    child.once('error', (error) => {
      this.log += String(error);
    });
    return child;
  }

  /** A file that the server alone may read. */
  private async write(name: string, text: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(this.folder, { recursive: true });
    await writeFile(path, text, { mode: 0o600 });
    if (this.osUser) await chown(path, this.osUser.uid, this.osUser.gid);
    return path;
  }
}

/** Ends the server and removes its folder when this process ends without having done so itself, however that comes about. */
function guardProcess(child: ChildProcess, folder: string): ChildProcess | undefined {
  if (process.platform === 'win32' || child.pid === undefined) return undefined;
  const script = 'read -r _; kill -QUIT "$1"; sleep 1; rm -rf "$2"';
  const guard = spawn('/bin/sh', ['-c', script, 'sh', String(child.pid), folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.unref();
  return guard;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return address.port;
}
