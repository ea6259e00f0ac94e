import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { spawnTypescript, type TypescriptChild } from '../../../test/support/typescript-child.ts';
import { type DataFolder, DataFolderInUse, findRunningHost, openDataFolder } from './data-folder.ts';

let parent: string;
let directory: string;
const opened: DataFolder[] = [];
const children: TypescriptChild[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'data-folder-'));
  directory = join(parent, 'deep', 'down');
});
afterEach(async () => {
  for (const folder of opened.splice(0)) folder.dispose();
  for (const child of children.splice(0)) await child.kill();
  rmSync(parent, { recursive: true });
});

function open(): DataFolder {
  const folder = openDataFolder(directory);
  opened.push(folder);
  return folder;
}

/** A second process that holds the folder until it is killed. */
async function openElsewhere(): Promise<TypescriptChild> {
  const child = spawnTypescript(`
    const { openDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
    const folder = openDataFolder(${JSON.stringify(directory)});
    folder.announce({ pid: process.pid, port: 4711, controlKey: 'elsewhere' });
    process.stdout.write('open');
    setInterval(() => folder, 1000);`);
  children.push(child);
  await child.waitFor('open');
  return child;
}

test('creates the folder', () => {
  open();
  expect(existsSync(directory)).toBe(true);
});

test.skipIf(process.platform === 'win32')('creates the folder for its owner only', () => {
  open();
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

describe.skipIf(process.platform === 'win32')('a folder that others could change', () => {
  const code = (run: () => unknown) => (catchError(run) as ShellError).code;

  test.each([0o777, 0o775, 0o722])('by its mode alone is closed, and the user is told (%o)', (mode) => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, mode);
    expect(open().notices).toEqual([{ key: 'notice.data-folder.closed', args: { directory } }]);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    opened.pop()?.dispose();
    expect(open().notices).toEqual([]);
  });

  test('by its place is refused, unless only its owner may move what is there', () => {
    const place = join(parent, 'deep');
    mkdirSync(place);
    chmodSync(place, 0o777);
    expect(code(() => openDataFolder(directory))).toBe('data-folder.exposed');
    chmodSync(place, 0o1777);
    open();
  });

  test('since it is theirs is refused', () => {
    mkdirSync(directory, { recursive: true });
    const user = vi.spyOn(process, 'getuid').mockReturnValue(statSync(directory).uid + 1);
    expect(code(() => openDataFolder(directory))).toBe('data-folder.foreign');
    user.mockRestore();
  });

  test.skipIf(process.getuid?.() !== 0)('since something in it is theirs is refused', () => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'store.sqlite'), '');
    chownSync(join(directory, 'store.sqlite'), 65_534, 65_534);
    expect(code(() => openDataFolder(directory))).toBe('data-folder.foreign');
  });
});

test('refuses a folder that this process has open already', () => {
  open();
  expect(() => openDataFolder(directory)).toThrow(DataFolderInUse);
});

test('refuses a folder that another process has open, and tells how to reach it', async () => {
  const child = await openElsewhere();
  const refusal = catchError(() => openDataFolder(directory));
  expect(refusal).toBeInstanceOf(DataFolderInUse);
  expect((refusal as DataFolderInUse).code).toBe('data-folder.in-use');
  expect((refusal as DataFolderInUse).host).toEqual({ pid: child.process.pid, port: 4711, controlKey: 'elsewhere' });
});

test('takes over a folder whose host was killed', async () => {
  const child = await openElsewhere();
  await child.kill();
  expect(findRunningHost(directory)).toBeUndefined();
  open();
});

test('gives the folder free and withdraws the announcement when disposed, any number of times', () => {
  const folder = open();
  folder.announce({ pid: process.pid, port: 1, controlKey: 'key' });
  expect(findRunningHost(directory)).toMatchObject({ port: 1 });
  folder.dispose();
  folder.dispose();
  expect(findRunningHost(directory)).toBeUndefined();
  open();
});

test('a disposed folder does not take the announcement of its successor away', () => {
  const former = open();
  former.dispose();
  open().announce({ pid: process.pid, port: 2, controlKey: 'key' });
  former.dispose();
  expect(findRunningHost(directory)).toMatchObject({ port: 2 });
});

test('opens a folder whose lock file holds foreign content', () => {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'host.lock'), 'garbage '.repeat(1000));
  open();
  expect(() => openDataFolder(directory)).toThrow(DataFolderInUse);
});

test('says so where the folder cannot be created', () => {
  writeFileSync(join(parent, 'deep'), 'a file in the way');
  const refusal = catchError(() => openDataFolder(directory));
  expect(refusal).toBeInstanceOf(ShellError);
  expect(refusal).toMatchObject({ code: 'data-folder.not-writable', details: { directory } });
});

test.skipIf(process.platform === 'win32')('says so where the folder can only be read', async () => {
  mkdirSync(directory, { recursive: true });
  chmodSync(parent, 0o755);
  const child = spawnTypescript(`
    const { chmodSync, chownSync } = await import('node:fs');
    const { openDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
    openDataFolder(${JSON.stringify(directory)}).dispose();
    chmodSync(${JSON.stringify(directory)}, 0o555);
    // Modes don't hold root back.
    if (process.getuid() === 0) {
      for (const path of [${JSON.stringify(directory)}, ${JSON.stringify(join(directory, 'host.lock'))}]) chownSync(path, 65534, 65534);
      process.setuid(65534);
    }
    try {
      openDataFolder(${JSON.stringify(directory)});
    } catch (error) {
      process.stdout.write(error.code + ' ' + error.cause.code + ';');
    }`);
  expect(await child.waitFor(';')).toBe('data-folder.not-writable EACCES;');
  await child.kill();
  chmodSync(directory, 0o700);
});

test.runIf(process.platform === 'linux')('says so, without trying for ever, where the file system denies that folders can be', async () => {
  // In a process of its own, since what is tested here once never returned.
  const child = spawnTypescript(`
    const { openDataFolder } = await import(${JSON.stringify(new URL('data-folder.ts', import.meta.url).href)});
    try {
      openDataFolder('/proc/boule-bleue/data');
    } catch (error) {
      process.stdout.write(error.code + ' ' + error.cause.code + ';');
    }`);
  children.push(child);
  expect(await child.waitFor(';')).toBe('data-folder.not-writable ENOENT;');
});

test.skipIf(process.platform === 'win32')('lets nobody else open the lock, who could hold it then', () => {
  open();
  expect(statSync(join(directory, 'host.lock')).mode & 0o777).toBe(0o600);
});

test('says so where the host cannot be announced, and gives the folder free', () => {
  const folder = open();
  mkdirSync(join(directory, 'host.json', 'in-the-way'), { recursive: true });
  const refusal = catchError(() => folder.announce({ pid: process.pid, port: 1, controlKey: 'key' }));
  expect(refusal).toMatchObject({ code: 'data-folder.not-writable' });
  folder.dispose();
  open();
});

function catchError(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
