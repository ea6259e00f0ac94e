/** Another program of this machine, perhaps another user's: what it can reach, read or plant. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type StartedProduct, startProduct } from '../../support/started-product.ts';
import { runCommandLine } from '../office.ts';

let product: StartedProduct;
let cookie: string;
/** Path of the window that the cookie is for. */
let place: string;
let controlKey: string;

beforeAll(async () => {
  product = await startProduct({ options: ['--log-level', 'trace'] });
  const [answer] = await once(request(product.url).end(), 'response');
  cookie = String(answer.resume().headers['set-cookie']).split(';', 1)[0] ?? '';
  place = answer.headers.location;
  controlKey = JSON.parse(await readFile(join(product.dataFolder, 'host.json'), 'utf8')).controlKey;
});

afterAll(() => product[Symbol.asyncDispose]());

/** The status with which a WebSocket was refused; 101 when it was opened. */
function upgrade(path: string, headers: Record<string, string>, host = '127.0.0.1'): Promise<number> {
  const socket = new WebSocket(`ws://${host}:${product.port}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.on('error', reject);
  });
}

describe('the command line’s side', () => {
  const key = () => `Bearer ${controlKey}`;

  it('opens to its key alone, and not for a page that learnt it', async () => {
    expect(await upgrade('/control', { authorization: key() })).toBe(101);
    expect(await upgrade('/control', { authorization: key().slice(0, -1) })).toBe(403);
    expect(await upgrade('/control', { authorization: `${key()}x` })).toBe(403);
    expect(await upgrade('/control', { authorization: 'Bearer ' })).toBe(403);
    expect(await upgrade('/control', { cookie, origin: product.origin })).toBe(403);
    expect(await upgrade('/control', { authorization: key(), origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade('/control', { authorization: key(), host: 'evil.example' })).toBe(403);
  });

  it('has a key that opens no window', async () => {
    expect(await upgrade(`${place}rpc`, { authorization: key(), origin: product.origin })).toBe(403);
    expect(await upgrade(`${place}rpc`, { cookie: cookie.replace(/=.*/, `=${controlKey}`), origin: product.origin })).toBe(403);
    expect(await upgrade(`${place}rpc`, { cookie, origin: product.origin })).toBe(101);
  });
});

describe('a session’s cookie', () => {
  it('that another program got hold of opens nothing without the window’s address', async () => {
    for (const path of ['/rpc', '/fenetre/guess/rpc', place.replace(/.\/$/, '/rpc')])
      expect(await upgrade(path, { cookie, origin: product.origin }), path).toBe(403);
    const [page] = await once(request(product.origin, { headers: { cookie } }).end(), 'response');
    expect(page.resume().statusCode).toBe(403);
  });
});

it('nobody is listened to but on 127.0.0.1 and ::1', async () => {
  const reach = async (host: string) => {
    const socket = connect(product.port, host);
    const outcome = await Promise.race([once(socket, 'connect').then(() => 'reached'), once(socket, 'error').then(() => 'refused')]).catch(
      () => 'refused',
    );
    socket.destroy();
    return outcome;
  };
  expect(await reach('127.0.0.1')).toBe('reached');
  // Reached where the host listens on every address.
  if (process.platform === 'linux') expect(await reach('127.0.0.2')).toBe('refused');
});

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

it.skipIf(!hasIpv6)('::1 asks for a session as 127.0.0.1 does', async () => {
  const local = `localhost:${product.port}`;
  const headers = { host: local, origin: `http://${local}` };
  const overIpv6 = (given: Record<string, string>) => upgrade(`${place}rpc`, given, '[::1]');
  expect(await overIpv6(headers)).toBe(403);
  expect(await overIpv6({ ...headers, cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await overIpv6({ ...headers, cookie })).toBe(101);
});

it('guessed tokens and keys are in no log', async () => {
  const needle = 'needle-0123456789';
  const [answer] = await once(request(`${product.origin}/?jeton=${needle}`).end(), 'response');
  expect(answer.resume().statusCode).toBe(403);
  await upgrade('/control', { authorization: `Bearer ${needle}` });
  await upgrade(`${place}rpc`, { cookie: cookie.replace(/=.*/, `=${needle}`), origin: product.origin });
  const log = () => readFile(join(product.dataFolder, 'logs/boule-bleue.log'), 'utf8');
  await expect.poll(log).toContain('control key');
  expect(await log()).not.toContain(needle);
});

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  async function modesBelow(folder: string): Promise<Record<string, string>> {
    const names = await readdir(folder, { recursive: true });
    const modes = names.map(async (name) => [name, ((await stat(join(folder, name))).mode & 0o777).toString(8)] as const);
    return Object.fromEntries(await Promise.all(modes));
  }

  it('is its owner’s alone, every file of it, even where the folder was there before and is not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-open-'));
    const dataFolder = join(folder, 'data');
    await mkdir(dataFolder, { mode: 0o755 });
    const proxy = { host: 'proxy.local', port: 3128, user: 'agent', password: 'x' };
    await runCommandLine(dataFolder, ['run', 'connection.save', '--args', JSON.stringify({ type: 'proxy', proxy })]);
    await using running = await startProduct({ dataFolder });
    const modes = await modesBelow(dataFolder);
    await running.stop();
    Object.assign(modes, await modesBelow(dataFolder));
    const isOpen = ([name, mode]: [string, string]) => mode !== (['logs', 'backups'].includes(name) ? '700' : '600');
    expect(Object.entries(modes).filter(isOpen)).toEqual([]);
    expect(Object.keys(modes)).toEqual(
      expect.arrayContaining(['host.json', 'host.lock', 'logs/boule-bleue.log', 'plugin-files.json', 'secrets.key', 'store.sqlite']),
    );
    await rm(folder, { recursive: true });
  });

  it('is not led elsewhere by links in the place of files that are replaced', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-links-'));
    const [dataFolder, victim] = [join(folder, 'data'), join(folder, 'victim')];
    await mkdir(dataFolder);
    await writeFile(victim, 'untouched');
    for (const name of ['host.json', 'plugin-files.json', 'secrets.key']) {
      await symlink(victim, join(dataFolder, name));
      await symlink(victim, join(dataFolder, `${name}.tmp`));
    }
    await using running = await startProduct({ dataFolder });
    await running.stop();
    expect(await readFile(victim, 'utf8')).toBe('untouched');
    await rm(folder, { recursive: true });
  });
});
