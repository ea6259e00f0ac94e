import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { MisbehavingServer } from '../servers/misbehaving-server.ts';
import { startCommandLine } from '../support/command-line.ts';
import { type StartedProduct, startProduct } from '../support/started-product.ts';
import { stretched } from '../support/time-bounds.ts';

const entry = join(import.meta.dirname, '../../dist/host/main.js');

let folder: string;

const start = (...args: readonly string[]) => startCommandLine(args);

/** Runs the command line to its end. */
const run = (...args: readonly string[]) => start(...args).ended;

const inFolder = (...args: readonly string[]) => run(...args, '--data-dir', join(folder, 'data'));
const lineCount = (text: string) => text.split('\n').length - 1;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'command-line-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('used wrongly, it says so in one line and ends with 2', () => {
  test.each([
    [['--prot', '1'], 'Option inconnue : --prot.'],
    [['--port', '70000'], '--port attend un nombre de 0 à 65535'],
    [['--lang', 'de'], '--lang n’accepte pas « de »'],
    [['serve', 'now'], 'Argument inattendu.'],
    [['--isolate', 'none'], '--isolate n’accepte pas « none »'],
    [['--database', 'mysql://localhost/iea'], 'postgres://utilisateur@serveur'],
    [['frobnicate'], 'Commande inconnue : frobnicate.'],
    [['run'], 'Il manque « command ».'],
    [['run', 'connection.test', '--args', '{'], '--args attend du JSON'],
    [['run', 'connection.test', '--colour'], 'Option inconnue : --colour.'],
    [['settings', 'reset'], 'Commande inconnue : reset.'],
    [['settings', 'set', 'connection.servers.update', 'https://u:p@host'], 'sans nom d’utilisateur ni mot de passe'],
    [['assistance', 'mot-de-passe'], 'Il manque l’option --cle.'],
    [['--lang', 'en', '--prot'], 'Unknown option: --prot.'],
  ])('%j', async (args, sentence) => {
    const { exitCode, stdout, stderr } = await inFolder(...args);
    expect(stderr).toContain(sentence);
    expect({ exitCode, stdout, lines: lineCount(stderr) }).toEqual({ exitCode: 2, stdout: '', lines: 1 });
  });

  test.each([
    ['an unknown command', ['run', 'nobody.knows']],
    ['arguments of another shape', ['run', 'assistance.activate', '--args', '{"x":1}']],
    ['an unknown setting', ['settings', 'get', 'nobody.knows']],
    ['a list below nothing', ['settings', 'list', 'nobody']],
    ['a value that a setting refuses', ['settings', 'set', 'connection.mode', 'fast']],
    ['an unknown plugin', ['plugins', 'disable', 'nobody']],
    ['a key that is not base32', ['assistance', 'mot-de-passe', '--cle', '0189']],
    ['a date that is none', ['assistance', 'mot-de-passe', '--cle', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', '--date', '2026-02-30']],
  ])('%s', async (_what, args) => {
    const { exitCode, stdout, stderr } = await inFolder(...args);
    expect({ exitCode, stdout, lines: lineCount(stderr) }).toEqual({ exitCode: 2, stdout: '', lines: 1 });
  });
});

describe('without a running host', () => {
  test('it starts one for the call, and keeps what it was told', async () => {
    expect(await inFolder('settings', 'get', 'connection.mode')).toEqual({ exitCode: 0, stdout: 'securise\n', stderr: '' });
    expect(await inFolder('settings', 'set', 'connection.mode', 'normal')).toMatchObject({ exitCode: 0 });
    expect(await inFolder('settings', 'set', 'connection.proxy.port', '3128')).toMatchObject({ exitCode: 0 });
    const { stdout } = await inFolder('settings', 'list', '--json');
    expect(JSON.parse(stdout)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'connection.mode', value: 'normal', isDefault: false }),
        expect.objectContaining({ key: 'connection.proxy.port', value: 3128 }),
      ]),
    );
  });

  test('the password of the day is RFC 4226’s, by SHA-256 and the day in Paris', async () => {
    const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const { exitCode, stdout } = await inFolder('assistance', 'mot-de-passe', '--cle', key, '--date', '1970-01-02');
    const { createHmac } = await import('node:crypto');
    const digest = createHmac('sha256', '12345678901234567890')
      .update(Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]))
      .digest();
    const offset = (digest.at(-1) ?? 0) & 0xf;
    const expected = String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 100_000_000).padStart(8, '0');
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${expected}\n` });
  });

  test('values and keys may come by standard input, where no other user sees them', async () => {
    const feed = (input: string, ...args: readonly string[]) =>
      startCommandLine([...args, '--data-dir', join(folder, 'data')], { input }).ended;
    const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    const date = ['--date', '1970-01-02'];
    const typed = await inFolder('assistance', 'mot-de-passe', '--cle', key, ...date);
    expect(await feed(`${key}\n`, 'assistance', 'mot-de-passe', '--cle', '-', ...date)).toEqual(typed);
    const args = JSON.stringify({ key, date: date[1] });
    expect(await feed(args, 'run', 'assistance.password-of-the-day', '--args', '-')).toEqual(typed);
    expect(await feed('{', 'run', 'assistance.password-of-the-day', '--args', '-')).toMatchObject({ exitCode: 2, stdout: '' });
    expect(await feed('', 'assistance', 'mot-de-passe', '--cle', '-')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  test('a search for notes whose server is not reached fails, and says so', async () => {
    await inFolder('settings', 'set', 'connection.type', 'direct');
    await inFolder('settings', 'set', 'connection.servers.update', 'https://127.0.0.1:9/updates');
    const { exitCode, stdout, stderr } = await inFolder('run', 'release-notes.search');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^Le serveur de mise à jour n’a pas répondu .* Code pour l’assistance : refused\.\n$/);
  });

  test('options that every command takes may stand before its name', async () => {
    const dataFolder = join(folder, 'data');
    await run('--data-dir', dataFolder, 'settings', 'set', 'connection.mode', 'etendu');
    await run('settings', `--data-dir=${dataFolder}`, 'set', 'connection.proxy.port', '3128');
    const { exitCode, stdout } = await run('--lang', 'fr', '--data-dir', dataFolder, 'settings', 'list', 'connection');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual(expect.arrayContaining(['connection.mode = etendu', 'connection.proxy.port = 3128']));
  });

  test('settings are listed from one key down', async () => {
    const { stdout } = await inFolder('settings', 'list', 'connection.proxy');
    expect(stdout).toBe('connection.proxy.host = \nconnection.proxy.port = 0\nconnection.proxy.user = \n');
    expect((await inFolder('settings', 'list', 'connection.mode')).stdout).toBe('connection.mode = securise\n');
  });

  test('plugins are switched off and on again', async () => {
    expect(await inFolder('plugins', 'disable', 'credentials')).toMatchObject({ exitCode: 0 });
    expect((await inFolder('commands')).stdout).not.toContain('credentials.');
    expect((await inFolder('plugins', 'list')).stdout).toMatch(/^credentials {2}\S+ {2}éteinte/m);
    expect(await inFolder('plugins', 'enable', 'credentials')).toMatchObject({ exitCode: 0 });
    expect((await inFolder('commands')).stdout).toContain('credentials.open');
  });

  test('what can’t be installed or removed is refused in one line', async () => {
    const { exitCode, stdout, stderr } = await inFolder('plugins', 'add', './some.tgz', '--yes');
    expect({ exitCode, stdout, lines: lineCount(stderr) }).toEqual({ exitCode: 1, stdout: '', lines: 1 });
    expect(await inFolder('plugins', 'remove', 'connection')).toMatchObject({ exitCode: 1, stdout: '' });
  });

  test.each([
    [
      'before its program is loaded',
      'connection.test',
      "registerHooks({ load: (url, context, next) => { if (url.includes('/command-line-')) interrupt(); return next(url, context); } });",
    ],
    ['while it reads its arguments', 'assistance.password-of-the-day', "process.stdin.once('newListener', () => setImmediate(interrupt));"],
  ])('a call that is interrupted %s says so in one line', async (_when, command, interruptLater) => {
    const preloaded = `import { registerHooks } from 'node:module';
      const interrupt = () => process.kill(process.pid, 'SIGINT');
      ${interruptLater}`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(preloaded)}` };
    const call = startCommandLine(['run', command, '--args', '-', '--data-dir', join(folder, 'data')], { input: null, env });
    expect(await call.ended).toEqual({ exitCode: 1, stdout: '', stderr: 'Opération annulée.\n' });
  });

  test('help and version go to stdout', async () => {
    expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: '0.1.0\n', stderr: '' });
    const { exitCode, stdout, stderr } = await run('serve', '--help');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^Utilisation : boule-bleue serve/);
    for (const option of [
      '--port',
      '--no-open',
      '--data-dir',
      '--database',
      '--plugin',
      '--isolate',
      '--safe-mode',
      '--lang',
      '--log-level',
      '--verbose',
    ]) {
      expect(stdout).toContain(option);
    }
    const { stdout: all } = await run('--help');
    expect(all).toMatch(/^Utilisation : boule-bleue \[/);
    expect(all).toContain(stdout);
  });
});

describe('beside a running host', () => {
  let product: StartedProduct;

  beforeAll(async () => {
    product = await startProduct();
  });

  afterAll(() => product[Symbol.asyncDispose]());

  const beside = (...args: readonly string[]) => run(...args, '--data-dir', product.dataFolder);

  test('it asks that host', async () => {
    expect(await beside('settings', 'set', 'impactEmploi.version', '3.00.73')).toMatchObject({ exitCode: 0 });
    expect((await beside('settings', 'get', 'impactEmploi.version')).stdout).toBe('3.00.73\n');
    expect((await beside('plugins', 'list')).stdout).toMatch(/^connection {2}\S+ {2}(démarre|active)/m);
    const { exitCode, stdout } = await beside('run', 'connection.test', '--json');
    expect(exitCode).toBe(0);
    expect(lineCount(stdout)).toBe(1);
    expect(Object.keys(JSON.parse(stdout))).toEqual(['ok', 'ms', 'addresses']);
  });

  test('a call that is interrupted says so in one line', async () => {
    await using silent = await MisbehavingServer.start({ misbehaviour: 'blackhole' });
    await beside('settings', 'set', 'connection.type', 'direct');
    // The host itself looks for the authentication server whenever it likes: nothing but the call asks the one for updates.
    await beside('settings', 'set', 'connection.servers.authentication', 'https://127.0.0.1:9');
    await beside('settings', 'set', 'connection.servers.update', silent.url('https'));
    const call = start('run', 'connection.test', '--data-dir', product.dataFolder);
    await vi.waitFor(() => expect(silent.connections).toBeGreaterThan(0));
    call.child.kill('SIGINT');
    expect(await call.ended).toEqual({ exitCode: 1, stdout: '', stderr: 'Opération annulée.\n' });
  });

  test('a wait says how far it is, each time that changes, until it is interrupted', async () => {
    await using silent = await MisbehavingServer.start({ misbehaviour: 'blackhole' });
    await beside('settings', 'set', 'connection.servers.authentication', silent.url('https'));
    const call = start('run', 'connection.watch', '--data-dir', product.dataFolder);
    const told = new Promise((resolve) => call.child.stderr?.once('data', resolve));
    await told;
    call.child.kill('SIGINT');
    expect(await call.ended).toEqual({ exitCode: 1, stdout: '', stderr: 'Test en cours…\nOpération annulée.\n' });
  });

  test('a second start says so and opens a window of the first', async () => {
    const { exitCode, stdout, stderr } = await beside('--no-open');
    expect(exitCode).toBe(0);
    expect(stderr).toContain('déjà ouvert');
    const url = /^Centre de maintenance : (http:\/\/127\.0\.0\.1:\d+\/\?jeton=\S+)\n$/.exec(stdout)?.[1] ?? '';
    expect(new URL(url).origin).toBe(product.origin);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(403);
  });

  test('the way to reach it is kept from other users', async () => {
    const { stat } = await import('node:fs/promises');
    const path = join(product.dataFolder, 'host.json');
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ port: product.port, pid: product.processId });
  });
});

describe('the host', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('says one line, and ends at %s within two seconds with 0', async (signal) => {
    const product = await startProduct();
    const began = performance.now();
    const { exitCode, stdout } = await product.stop(signal);
    expect(performance.now() - began).toBeLessThan(await stretched(2_000));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Centre de maintenance : http:\/\/127\.0\.0\.1:\d+\/\?jeton=[\w-]{43}\n$/);
  });

  test('starts again on the folder of one that was killed', async () => {
    const child = spawn(process.execPath, [entry, '--no-open', '--data-dir', join(folder, 'data')], { stdio: 'ignore' });
    await once(child, 'spawn');
    child.kill('SIGKILL');
    await once(child, 'close');
    await using product = await startProduct({ dataFolder: join(folder, 'data') });
    expect(product.port).toBeGreaterThan(0);
  });

  test('says which port is taken, in one line, and ends with 1', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    const { exitCode, stdout, stderr } = await inFolder('--no-open', '--port', String(port));
    blocker.close();
    expect({ exitCode, stdout, lines: lineCount(stderr) }).toEqual({ exitCode: 1, stdout: '', lines: 1 });
    expect(stderr).toContain(`Le port ${port} est déjà utilisé`);
  });

  test('takes the port it had before', async () => {
    const dataFolder = join(folder, 'data');
    const first = await startProduct({ dataFolder });
    await first.stop();
    await using second = await startProduct({ dataFolder });
    expect(second.port).toBe(first.port);
  });
});

describe('a plugin under development', () => {
  const source = (greeting: string) => `
    import { CommandService } from 'boule-bleue';
    import { name } from './name.js';
    export default class Hello {
      static services = [CommandService];
      constructor(commands) { this.commands = commands; }
      activate() { this.commands.register('hello.greet', () => '${greeting} ' + name); }
    }`;
  const manifest = {
    name: 'hello',
    version: '1.0.0',
    displayName: 'Hello',
    engines: { 'boule-bleue': '^1.0.0' },
    type: 'module',
    main: './plugin.js',
    contributes: { commands: [{ command: 'hello.greet', title: 'Greet' }] },
  };
  let plugin: string;

  const write = (name: string, content: string) => writeFile(join(plugin, name), content);
  const start = (...options: readonly string[]) =>
    startProduct({ dataFolder: join(folder, 'data'), options: ['--plugin', plugin, ...options] });

  /** The product watches files, and says nothing when it has loaded them. */
  async function eventually(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
  }

  beforeEach(async () => {
    plugin = join(folder, 'hello');
    await mkdir(plugin);
    await write('package.json', JSON.stringify(manifest));
    await write('plugin.js', source('Hello'));
    await write('name.js', "export const name = 'Ada';");
  });

  test('runs beside the bundled ones', async () => {
    await using product = await start();
    expect(await inFolder('run', 'hello.greet')).toMatchObject({ exitCode: 0, stdout: 'Hello Ada\n' });
    expect((await inFolder('plugins', 'list')).stdout).toMatch(/^hello {2}.*en développement/m);
    expect(product.stderr()).toBe('');
  });

  test('is loaded anew when its files change', async () => {
    await using product = await start();
    expect((await inFolder('run', 'hello.greet')).stdout).toBe('Hello Ada\n');
    await write('name.js', "export const name = 'Eve';");
    await eventually(async () => (await inFolder('run', 'hello.greet')).stdout === 'Hello Eve\n');
    await write('plugin.js', source('Salut'));
    await eventually(async () => (await inFolder('run', 'hello.greet')).stdout === 'Salut Eve\n');
    expect(product.port).toBeGreaterThan(0);
  });

  test('with a broken manifest shows all its faults, and loads once it is mended', async () => {
    await write('package.json', JSON.stringify({ ...manifest, version: 'one', contributes: { commands: [{ command: 'other.greet' }] } }));
    await using product = await start();
    const { stdout } = await inFolder('plugins', 'list');
    expect(stdout).toMatch(/^hello {2}.*défectueuse/m);
    expect(stdout).toContain('/version');
    expect(stdout).toContain('/contributes/commands/0/title');
    expect(stdout).toMatch(/^connection {2}\S+ {2}(démarre|active)/m);
    await write('package.json', JSON.stringify(manifest));
    await eventually(async () => (await inFolder('run', 'hello.greet')).exitCode === 0);
    expect(product.port).toBeGreaterThan(0);
  });

  test('that fails where nobody waits for it does not end the host', async () => {
    const failLater = "setTimeout(() => { throw new Error('late'); }, 100);";
    await write('plugin.js', source('Hello').replace('activate() {', `activate() { ${failLater}`));
    await using product = await start('--verbose');
    expect((await inFolder('run', 'hello.greet')).stdout).toBe('Hello Ada\n');
    await eventually(async () => product.stderr().includes('Error: late'));
    expect((await inFolder('plugins', 'list')).stdout).toMatch(/^connection {2}\S+ {2}(démarre|active)/m);
    await eventually(async () => (await inFolder('run', 'hello.greet')).stdout === 'Hello Ada\n');
  });

  test('is left out in safe mode', async () => {
    await using product = await start('--safe-mode');
    expect(await inFolder('run', 'hello.greet')).toMatchObject({ exitCode: 2 });
    expect(product.port).toBeGreaterThan(0);
  });
});
