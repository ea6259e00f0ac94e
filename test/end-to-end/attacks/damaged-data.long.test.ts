/** Data folders and disks that are not as they should be, as the command line and the window tell of them. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../support/chromium.ts';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { expectVisible } from '../expect-visible.ts';
import { runCommandLine } from '../office.ts';

const entry = join(import.meta.dirname, '../../../dist/host/main.js');
const password = 'x';
const proxy = { host: 'proxy.local', port: 3128, user: 'agent', password };

let folder: string;
let dataFolder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damaged-data-'));
  dataFolder = join(folder, 'data');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const inData = (name: string) => join(dataFolder, name);

/** A folder in which somebody has worked: a setting, a sealed password, a backup of both. */
async function work(): Promise<void> {
  await runCommandLine(dataFolder, ['run', 'connection.save', '--args', JSON.stringify({ type: 'proxy', proxy })]);
  await runCommandLine(dataFolder, ['settings', 'set', 'impactEmploi.installation', 'IEA-0042']);
}

interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the host, ends it once it is ready, and kills it when it neither starts nor ends in time. */
async function serve(command: readonly string[] = [process.execPath, entry], timeoutMs = 15_000): Promise<Ending> {
  const [program = '', ...args] = [...command, '--no-open', '--data-dir', dataFolder];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, BOULE_BLEUE_KEY_STORE: 'file' } });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    child.kill('SIGTERM');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const impatience = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const [exitCode, signal] = await once(child, 'close');
  clearTimeout(impatience);
  return { exitCode, signal, stdout, stderr };
}

async function expectNotices(product: StartedProduct, ...notices: readonly RegExp[]): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const browser = stack.adopt(await launchChromium(), (browser) => browser.close());
  const page = await browser.newPage({ locale: 'fr-FR' });
  await page.goto(product.url);
  for (const notice of notices) await expectVisible(page.getByText(notice));
}

describe('a folder that can not be used is left alone, and said to be so in one line', () => {
  const cases: Readonly<Record<string, readonly [prepare: () => unknown, sentence: RegExp]>> = {
    'of a newer version': [() => alter('PRAGMA user_version = 99'), /version plus récente/],
    'with a folder in the place of the store': [() => replaceByFolder('store.sqlite'), /ne peuvent pas être lues/],
    'with a folder in the place of the announcement': [() => replaceByFolder('host.json'), /ne peut pas être créé ou modifié/],
    'with a folder in the place of the lock': [() => replaceByFolder('host.lock'), /ne peut pas être créé ou modifié/],
  };

  function alter(sql: string): void {
    const database = new DatabaseSync(inData('store.sqlite'));
    database.exec(sql);
    database.close();
  }

  async function replaceByFolder(name: string): Promise<void> {
    await rm(inData(name), { force: true });
    await mkdir(join(inData(name), 'in-the-way'), { recursive: true });
  }

  /** Without what SQLite makes when it looks at a store, and the log. */
  const listKept = async () => (await readdir(dataFolder)).filter((name) => !/^(host\.lock|logs)$|-wal$/.test(name));

  it.each(Object.entries(cases))('%s', async (_what, [prepare, sentence]) => {
    await work();
    await prepare();
    const before = await listKept();
    const { exitCode, stdout, stderr } = await serve();
    expect({ exitCode, stdout, lines: stderr.split('\n').length - 1 }).toEqual({ exitCode: 1, stdout: '', lines: 1 });
    expect(stderr).toMatch(sentence);
    expect(await listKept()).toEqual(before);
  });

  it.runIf(process.platform === 'linux')('where the file system has no room for one', async () => {
    dataFolder = '/proc/boule-bleue';
    expect(await serve()).toMatchObject({ exitCode: 1, signal: null, stdout: '', stderr: expect.stringMatching(/ne peut pas être créé/) });
  });
});

describe('what was damaged', () => {
  it('is set aside and restored, and the window says so, and that passwords have to be typed again', async () => {
    await work();
    await writeFile(inData('store.sqlite'), 'garbage '.repeat(1_000));
    await writeFile(inData('secrets.key'), 'garbage');
    await writeFile(inData('plugin-files.json'), '{"generation":1}');
    await writeFile(inData('host.json'), '{');
    await using product = await startProduct({ dataFolder });
    await expectNotices(product, /abîmé/, /secrets\.key.*illisible/);
    const { stdout } = await runCommandLine(dataFolder, ['settings', 'get', 'impactEmploi.installation']);
    expect(stdout).toBe('IEA-0042\n');
    await product.stop();
    const kept = (await readdir(dataFolder)).filter((name) => name.startsWith('store.set-aside'));
    expect(kept).toHaveLength(1);
    expect(await readFile(join(dataFolder, kept[0] ?? ''), 'utf8')).toContain('garbage garbage');
  });
});

describe('several at once', () => {
  it('of hosts that start on one new folder one runs, and the others open its window', async () => {
    const products = await Promise.all(Array.from({ length: 5 }, () => startProduct({ dataFolder })));
    expect(new Set(products.map(({ port }) => port)).size).toBe(1);
    const { pid } = JSON.parse(await readFile(inData('host.json'), 'utf8'));
    // The others end by themselves, and are only waited for.
    const endings = await Promise.all(products.map((product) => product.stop(product.processId === pid ? 'SIGTERM' : 'SIGCONT')));
    expect(endings.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0, 0, 0]);
    expect(endings.filter(({ stderr }) => stderr.includes('déjà ouvert'))).toHaveLength(4);
  });
});

describe('a signal', () => {
  it('at any moment of the start ends it with 0, or before the product could listen for it', async () => {
    const endings: Ending[] = [];
    for (let delayMs = 0; delayMs < 300; delayMs += 25) {
      const child = spawn(process.execPath, [entry, '--no-open', '--data-dir', dataFolder], { stdio: 'ignore' });
      const ended = once(child, 'close');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 2_000);
      const [exitCode, signal] = await ended;
      clearTimeout(impatience);
      endings.push({ exitCode, signal, stdout: '', stderr: '' });
    }
    for (const { exitCode, signal } of endings) expect([0, 'SIGTERM']).toContain(exitCode ?? signal);
    await using product = await startProduct({ dataFolder });
    expect(product.port).toBeGreaterThan(0);
  });
});

/** A file system of its own for one process, where this machine lets us make one. */
const asRoot = process.getuid?.() === 0 ? [] : ['-r'];
const canMount = tryToRun('unshare', [...asRoot, '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);

function tryToRun(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(canMount)('a full disk', () => {
  /** Before the host starts, `prepare` runs on a disk of that size, which holds the data folder. */
  const onDisk = (kilobytes: number, prepare = 'true') => {
    const script = `mount -t tmpfs -o size=${kilobytes}k tmpfs '${folder}' && ${prepare} && exec "$@"`;
    return ['unshare', ...asRoot, '-m', 'sh', '-c', script, 'sh', process.execPath, entry];
  };

  it('never hangs the host, nor passes for damage, whatever it leaves room for', async () => {
    for (const kilobytes of [4, 16, 32, 40, 48, 56, 64, 96]) {
      const { exitCode, signal, stdout, stderr } = await serve(onDisk(kilobytes));
      expect({ kilobytes, signal }).toEqual({ kilobytes, signal: null });
      if (exitCode === 0) expect(stdout).toMatch(/^Centre de maintenance : /);
      else
        expect({ kilobytes, exitCode, stderr }).toEqual({ kilobytes, exitCode: 1, stderr: expect.stringMatching(/Le disque est plein/) });
    }
  });

  it('is told where it became full since', async () => {
    const fill = `'${process.execPath}' '${entry}' settings set impactEmploi.installation X --data-dir '${dataFolder}' > /dev/null && { dd if=/dev/zero of='${folder}/rest' 2> /dev/null || true; }`;
    expect(await serve(onDisk(300, fill))).toMatchObject({
      exitCode: 1,
      signal: null,
      stderr: expect.stringMatching(/Le disque est plein/),
    });
  });
});
