import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ArchiveEntry, makeArchive, makeTar, packFiles, paxEntry } from '../../../test/support/packages/archive-maker.ts';
import { PackageBench, takeInventory } from '../../../test/support/packages/package-bench.ts';
import { sampleFiles, sampleManifest } from '../../../test/support/packages/sample-package.ts';
import { randomSource } from '../../../test/support/random-source.ts';

// Much work, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let bench: PackageBench;

beforeEach(async () => {
  bench = await PackageBench.open();
  await bench.install(await bench.write('honest.tgz', packFiles(sampleFiles({ name: 'honest' }))));
});

afterEach(() => bench[Symbol.asyncDispose]());

/** Tries to install an archive. Nothing but its own file may be there afterwards that was not there before. */
async function attack(archive: Uint8Array): Promise<string> {
  const source = await bench.write('attack.tgz', archive);
  const before = await takeInventory(bench.folder);
  const outcome = await bench.installer.stage(source).then(
    () => 'staged',
    (error) => error.code ?? String(error),
  );
  if (outcome !== 'staged') expect(await takeInventory(bench.folder)).toEqual(before);
  return outcome;
}

const sound: readonly ArchiveEntry[] = Object.entries(sampleFiles()).map(([path, content]) => ({
  path: `package/${path}`,
  content: typeof content === 'string' ? content : JSON.stringify(content),
}));

const withEntries = (...entries: ArchiveEntry[]) => makeArchive([...sound, ...entries]);
const file = (path: string): ArchiveEntry => ({ path, content: 'evil' });

test('the archive that the attacks start from is installed', async () => {
  expect(await attack(withEntries())).toBe('staged');
});

describe('a path that leads elsewhere is refused', () => {
  test.each([
    ['up', '../evil.js'],
    ['up from inside', 'package/../../evil.js'],
    ['up at the end', 'package/sub/..'],
    ['absolute', '/etc/cron.d/evil'],
    ['absolute below the folder', 'package//etc/evil'],
    ['by backslashes', 'package\\..\\..\\evil.js'],
    ['by a backslash in a name', 'package/..\\..\\evil.js'],
    ['by a drive', 'C:/evil.js'],
    ['by a drive inside', 'package/C:evil.js'],
    ['by a stream of another file', 'package/plugin.js:evil'],
    ['to a device', 'package/NUL'],
    ['to a device with an ending', 'package/aux.js'],
    ['to a device in a folder', 'package/com1/evil.js'],
    ['by a dot', 'package/./evil.js'],
    ['by a name that Windows shortens', 'package/plugin.js.'],
    ['by a space that Windows drops', 'package/plugin.js '],
    ['by a control character', 'package/evil\x1b[2J.js'],
    ['by a line break', 'package/evil\n.js'],
    ['by letters that run backwards', 'package/evil\u202Esj.exe'],
    ['into its neighbour', '../honest/evil.js'],
  ])('%s', async (_name, path) => {
    expect(await attack(withEntries(file(path)))).toBe('package.path-forbidden');
  });

  test('however long or deep', async () => {
    const deep = `package/${'a/'.repeat(40)}evil.js`;
    expect(await attack(withEntries(file(deep)))).toBe('package.path-forbidden');
    const long = `package/${'a'.repeat(300)}`;
    expect(await attack(withEntries(paxEntry({ path: long }), file('package/short')))).toBe('package.path-forbidden');
  });

  test('whatever header gives it', async () => {
    expect(await attack(withEntries(paxEntry({ path: '../evil.js' }), file('package/harmless.js')))).toBe('package.path-forbidden');
    const longName: ArchiveEntry = { path: '././@LongLink', type: 'L', content: '../evil.js\0' };
    expect(await attack(withEntries(longName, file('package/harmless.js')))).toBe('package.path-forbidden');
    expect(await attack(withEntries(paxEntry({ path: '../evil.js' }, 'g'), file('package/harmless.js')))).toBe('package.archive-invalid');
  });

  test('folders too', async () => {
    expect(await attack(withEntries({ path: '../evil/' }))).toBe('package.path-forbidden');
  });

  test('and files that lie in no common folder', async () => {
    expect(await attack(withEntries(file('other/evil.js')))).toBe('package.archive-invalid');
  });
});

describe('what is no plain file is refused', () => {
  test.each([
    ['a symbolic link', '2', 'link'],
    ['a hard link', '1', 'link'],
    ['a character device', '3', 'device'],
    ['a block device', '4', 'device'],
    ['a pipe', '6', 'pipe'],
    ['a contiguous file', '7', 'other'],
    ['a sparse file of GNU', 'S', 'other'],
    ['a volume’s name', 'V', 'other'],
    ['what nobody knows', 'Q', 'other'],
  ])('%s', async (_name, type) => {
    expect(await attack(withEntries({ path: 'package/link', type, linkTarget: '/etc/passwd' }))).toBe('package.entry-forbidden');
  });

  test('and so is a file that would be written through a link', async () => {
    const link: ArchiveEntry = { path: 'package/out', type: '2', linkTarget: '../../..' };
    expect(await attack(makeArchive([link, ...sound, file('package/out/evil.js')]))).toBe('package.entry-forbidden');
  });

  test('with a long target as well', async () => {
    const target: ArchiveEntry = { path: '././@LongLink', type: 'K', content: '/etc/passwd\0' };
    expect(await attack(withEntries(target, { path: 'package/link', type: '2' }))).toBe('package.entry-forbidden');
  });
});

describe('two files in one place are refused', () => {
  test.each([
    ['the same name', 'package/plugin.js'],
    ['another case', 'package/PLUGIN.js'],
    ['a second manifest', 'package/package.json'],
    ['a second manifest in capitals', 'package/Package.JSON'],
    ['a file where a folder is', 'package/plugin.js/evil.js'],
  ])('%s', async (_name, path) => {
    expect(await attack(withEntries(file(path)))).toBe('package.path-twice');
  });

  test('accents composed and decomposed, and folders by case', async () => {
    expect(await attack(withEntries(file('package/\u00e9t\u00e9.js'), file('package/e\u0301te\u0301.js')))).toBe('package.path-twice');
    expect(await attack(withEntries(file('package/sub/one.js'), file('package/SUB/two.js')))).toBe('package.path-twice');
    expect(await attack(withEntries(file('package/straße'), file('package/STRASSE')))).toBe('package.path-twice');
  });
});

describe('what is too much is refused', () => {
  test('100,000 entries', async () => {
    const entry = makeTar([{ path: 'package/folder/' }], { hasEnd: false });
    const tar = Buffer.concat([makeTar(sound, { hasEnd: false }), ...Array.from({ length: 100_000 }, () => entry), makeTar([])]);
    expect(await attack(gzipSync(tar, { level: 0 }))).toBe('package.too-large');
    expect(await attack(gzipSync(tar, { level: 1 }))).toBe('package.too-large');
  });

  test('one file or folder more than allowed', async () => {
    const entries = Array.from({ length: 1_998 }, (_, index): ArchiveEntry => ({ path: `package/f${index}/` }));
    expect(await attack(withEntries(...entries))).toBe('staged');
    expect(await attack(withEntries(...entries, { path: 'package/last/' }))).toBe('package.too-large');
  });

  test('a bomb, and it takes no memory', async () => {
    const bomb = gzipSync(makeTar([...sound, { path: 'package/bomb', content: Buffer.alloc(60 * 1024 * 1024) }]));
    const before = process.memoryUsage().rss;
    expect(await attack(bomb)).toBe('package.too-large');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });

  test('a ratio above a hundred, once it is more than a megabyte', async () => {
    const zeros = (bytes: number) => withEntries({ path: 'package/zeros', content: Buffer.alloc(bytes) });
    expect(await attack(zeros(900_000))).toBe('staged');
    expect(await attack(zeros(3_000_000))).toBe('package.too-large');
  });

  test('a packed file above twenty megabytes, without reading it', async () => {
    const source = await bench.write('attack.tgz', '');
    await truncate(source, 20 * 1024 ** 3);
    await expect(bench.installer.stage(source)).rejects.toMatchObject({ code: 'package.too-large' });
  });

  test('a manifest of a megabyte', async () => {
    const manifest = { ...sampleManifest(), description: Array.from({ length: 60_000 }, (_, index) => index * 7919).join(' ') };
    expect(await attack(packFiles({ ...sampleFiles(), 'package.json': manifest }))).toMatch(/^package\.(too-large|manifest-invalid)$/);
  });
});

describe('what is damaged is refused', () => {
  test('no archive at all', async () => {
    expect(await attack(Buffer.from('MZ this is a program'))).toBe('package.archive-invalid');
    expect(await attack(Buffer.alloc(0))).toBe('package.archive-invalid');
    expect(await attack(gzipSync('no tar'))).toBe('package.archive-invalid');
  });

  test('cut short, wherever', async () => {
    const whole = withEntries();
    for (const length of [1, 10, 100, whole.length >> 1, whole.length - 9, whole.length - 1]) {
      expect(await attack(whole.subarray(0, length))).toBe('package.archive-invalid');
    }
    const tar = makeTar(sound);
    for (const length of [512, 700, 1024, tar.length - 1024]) {
      expect(await attack(gzipSync(tar.subarray(0, length)))).toBe('package.archive-invalid');
    }
  });

  test('with a wrong checksum of gzip or of a header', async () => {
    const archive = Buffer.from(withEntries());
    archive.writeUInt32LE((archive.readUInt32LE(archive.length - 8) ^ 1) >>> 0, archive.length - 8);
    expect(await attack(archive)).toBe('package.archive-invalid');
    expect(await attack(withEntries({ ...file('package/evil.js'), checksum: 1 }))).toBe('package.archive-invalid');
  });

  test('with sizes that lie', async () => {
    expect(await attack(withEntries({ ...file('package/evil.js'), size: 0o77777777777 }))).toBe('package.archive-invalid');
    expect(await attack(withEntries({ path: 'package/sub/', size: 512 }))).toBe('package.archive-invalid');
    expect(await attack(withEntries(paxEntry({ size: '-1' }), file('package/evil.js')))).toBe('package.archive-invalid');
  });

  test('with announcements that nothing follows, or that say two things', async () => {
    expect(await attack(withEntries(paxEntry({ path: 'package/one' })))).toBe('package.archive-invalid');
    const twice = withEntries(paxEntry({ path: 'package/one' }), paxEntry({ path: 'package/two' }), file('package/three'));
    expect(await attack(twice)).toBe('package.archive-invalid');
    const pax: ArchiveEntry = { path: 'PaxHeader', type: 'x', content: '999 path=package/one\n' };
    expect(await attack(withEntries(pax, file('package/two')))).toBe('package.archive-invalid');
  });

  test('random bytes in an archive end in an error of ours or in files that pass every check', async () => {
    const tar = makeTar([...sound, paxEntry({ path: 'package/long.js' }), file('package/short.js')]);
    const random = randomSource(1);
    for (let round = 0; round < 300; round += 1) {
      const damaged = Buffer.from(tar);
      for (let count = 0; count <= round % 4; count += 1) damaged[random(damaged.length)] = random(256);
      expect(await attack(gzipSync(damaged, { level: 1 })), `round ${round}`).toMatch(/^(staged|package\.|manifest\.)/);
    }
  });
});

test('modes of the package count for nothing: no file can be run, none bears the rights of its owner', async () => {
  const source = await bench.write('modes.tgz', withEntries({ ...file('package/tool'), mode: 0o6777 }));
  const id = await bench.install(source);
  const record = bench.installed.find(id);
  if (!record) throw new Error('It was not installed');
  const { mode } = await stat(join(bench.installed.locationOf(id, record.current), 'tool'));
  expect((mode & 0o7777).toString(8)).toBe('600');
});
