import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PeerProgram } from './peer-program.ts';

export interface PeerPlace {
  /** Nobody else's on this machine: letters and digits. */
  readonly name: string;
  /** Its own, removed at the end; it may write there. */
  readonly folder: string;
  /** Where it has to listen, on 127.0.0.1. */
  readonly port: number;
}

export interface PeerStart {
  readonly program: PeerProgram;
  /** Further files by name, the configuration's among them. Those that end in `.sh` can be run. */
  readonly files: (place: PeerPlace) => Readonly<Record<string, string>>;
  /** Default `SIGTERM`. */
  readonly stopSignal?: NodeJS.Signals;
  /** What it may leave outside its folder: whatever begins so. */
  readonly leavesBehind?: (place: PeerPlace) => string;
  readonly arguments: (place: PeerPlace) => readonly string[];
  /** Runs before the peer, in its folder and as its user, such as a program that makes its database. */
  readonly prepare?: (place: PeerPlace) => readonly [command: string, ...args: string[]];
}

/** `nobody` of Debian; servers that are started as root want to be somebody else. */
const nobody = 65_534;
const readyTimeoutMs = 10_000;
const stopTimeoutMs = 5_000;
const maximumStarts = 5;

/** A program of somebody else's that runs as a child of the test, as an ordinary user, on a port of its own. */
export class PeerProcess implements AsyncDisposable {
  readonly host = '127.0.0.1';

  private constructor(
    private readonly start: PeerStart,
    private readonly place: PeerPlace,
    private readonly child: ChildProcess,
  ) {}

  /**
   * Starts it and waits until it listens. Such programs don't tell which port they were given, so a free one is chosen first; where
   * somebody else takes it in between, another is tried.
   * @throws Error with what the program wrote, when it ends instead.
   */
  static async start(start: PeerStart): Promise<PeerProcess> {
    for (let tries = 1; ; tries += 1) {
      const peer = await PeerProcess.startOnce(start);
      if (peer instanceof PeerProcess) return peer;
      const isPortTaken = /address already in use|cannot bind|could not create listening/i.test(peer.output);
      if (!isPortTaken || tries === maximumStarts) throw new Error(`${start.program.name} did not start.\n${peer.output}`);
    }
  }

  private static async startOnce(start: PeerStart): Promise<PeerProcess | { output: string }> {
    const name = `peer${randomBytes(8).toString('hex')}`;
    const place = { name, folder: await mkdtemp(join(tmpdir(), `peer-${start.program.name}-`)), port: await findFreePort() };
    await writeFiles(place.folder, start.files(place));
    if (start.prepare) await runToEnd(start.prepare(place), place.folder);
    const child = spawn(start.program.path ?? start.program.name, start.arguments(place), { cwd: place.folder, ...ordinaryUser() });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', ({ message }) => (output += message));
    const endWithTests = () => child.kill('SIGKILL');
    process.once('exit', endWithTests);
    child.once('close', () => process.off('exit', endWithTests));
    const peer = new PeerProcess(start, place, child);
    if (await peer.untilListening()) return peer;
    await peer[Symbol.asyncDispose]();
    return { output };
  }

  get port(): number {
    return this.place.port;
  }

  get url(): string {
    return `http://${this.host}:${this.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.isRunning) {
      const ended = once(this.child, 'close');
      this.child.kill(this.start.stopSignal ?? 'SIGTERM');
      const impatience = setTimeout(() => this.child.kill('SIGKILL'), stopTimeoutMs);
      await ended.finally(() => clearTimeout(impatience));
    }
    await rm(this.place.folder, { recursive: true, force: true });
    await removeBeginning(this.start.leavesBehind?.(this.place));
  }

  private get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  private async untilListening(): Promise<boolean> {
    const giveUpMs = performance.now() + readyTimeoutMs;
    while (performance.now() < giveUpMs && this.isRunning) {
      if (await isListening(this.port)) return this.isRunning;
      await delay(10);
    }
    return false;
  }
}

async function removeBeginning(start: string | undefined): Promise<void> {
  if (start === undefined) return;
  const names = await readdir(dirname(start)).catch(() => []);
  const left = names.filter((name) => name.startsWith(basename(start)));
  await Promise.all(left.map((name) => rm(join(dirname(start), name), { force: true })));
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 });
  }
  await chmod(folder, 0o755);
  const { uid, gid } = ordinaryUser();
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
}

function ordinaryUser(): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
}

async function runToEnd([command, ...args]: readonly [string, ...string[]], folder: string): Promise<void> {
  const child = spawn(command, args, { cwd: folder, ...ordinaryUser(), stdio: 'ignore' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${command} ended with ${code}`);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
