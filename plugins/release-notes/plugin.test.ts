import { createHash } from 'node:crypto';
import { ShellError } from 'boule-bleue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  MemoryCommands,
  MemoryLog,
  MemoryPanels,
  MemorySettings,
  MemoryStorage,
  MemoryWindow,
} from '../../test/support/memory-services/index.ts';
import { ScriptedNetwork } from '../../test/support/memory-services/scripted-network.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';
import ReleaseNotesPlugin from './plugin.ts';
import type { ReleaseNotesState } from './release-notes-state.ts';

const now = Date.parse('2019-04-02T08:00:00Z');
const dayMs = 86_400_000;
const markdown = '# V.3.00.73 / 2 avril 2019\n';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now });
});
afterEach(() => {
  vi.useRealTimers();
});

async function setUp({ storage = new MemoryStorage(), version = '3.00.72' as string | undefined } = {}) {
  const opened: string[] = [];
  const commands = new MemoryCommands({ 'connection.open': () => opened.push('connection.open') });
  const panels = new MemoryPanels();
  const network = new ScriptedNetwork();
  const window = new MemoryWindow();
  const settings = new MemorySettings(version === undefined ? {} : { 'impactEmploi.version': version });
  await new ReleaseNotesPlugin(commands, panels, storage, settings, network, window, new MemoryLog()).activate();
  return {
    storage,
    panels,
    network,
    settings,
    window,
    opened,
    restart: (newVersion = version) => setUp({ storage, version: newVersion }),
    state: () => panels.states['release-notes.notes'] as unknown as ReleaseNotesState,
    badge: () => panels.badges['release-notes.notes'],
    run: (command: string, args: object = {}) => commands.execute(`release-notes.${command}`, args),
    publish(...versions: string[]) {
      const sha256 = createHash('sha256').update(markdown).digest('hex');
      const list = versions.map((published) => ({ version: published, date: '2019-04-02', notes: `notes/${published}.md`, sha256 }));
      network.answers.push({ body: JSON.stringify(list) }, ...versions.map(() => ({ body: markdown })));
    },
  };
}

describe('the notes', () => {
  test('hold V.3.00.72 in full without any network', async () => {
    const { state } = await setUp();
    const [note] = state().notes;
    expect(note).toMatchObject({ version: '3.00.72', date: '2019-03-19' });
    for (const words of ['► Sécurité informatique', '► DSN', 'maintien de salaire', '► Comment joindre l', 'vous remercie !']) {
      expect(note?.markdown).toContain(words);
    }
  });

  test('come from the update server too, newest first, and outlast a restart', async () => {
    const shell = await setUp();
    shell.publish('3.00.73');
    await shell.run('search');
    expect((await shell.restart()).state().notes.map(({ version }) => version)).toEqual(['3.00.73', '3.00.72']);
  });

  test('that are bundled are replaced by no other', async () => {
    const shell = await setUp();
    shell.publish('3.00.72');
    await shell.run('search');
    expect(shell.network.requests).toHaveLength(1);
    await shell.storage.write([{ collection: 'notes', id: '3.00.72', value: { date: '2019-03-19', markdown: 'other', sha256: '0' } }]);
    const { notes } = (await shell.restart()).state();
    expect(notes).toHaveLength(1);
    expect(notes[0]?.markdown).toContain('► DSN');
  });

  test('begin with the one of the version in use', async () => {
    const shell = await setUp();
    shell.publish('3.00.73');
    await shell.run('search');
    expect(shell.state().preferred).toBe('3.00.72');
    expect((await shell.restart('3.00.73')).state().preferred).toBe('3.00.73');
    expect((await shell.restart('9.0')).state().preferred).toBe('3.00.73');
  });

  test('kept in another shape are left out', async () => {
    const shell = await setUp();
    await shell.storage.write([
      { collection: 'notes', id: '3.00.73', value: { markdown: 7 } },
      { collection: 'notes', id: '../x', value: { date: '2019-04-02', markdown: '', sha256: '' } },
    ]);
    expect((await shell.restart()).state().notes).toHaveLength(1);
  });

  test('are kept fifty at most, the newest', async () => {
    const shell = await setUp();
    for (let major = 1; major <= 6; major += 1) {
      shell.publish(...Array.from({ length: 10 }, (_, minor) => `${major}.${minor}`));
      await shell.run('search');
    }
    const versions = shell.state().notes.map(({ version }) => version);
    expect(versions).toHaveLength(51);
    expect([versions[0], versions.at(-1)]).toEqual(['6.9', '2.0']);
  });
});

describe('searching', () => {
  test('by itself happens at most once a day, over restarts', async () => {
    let shell = await setUp();
    shell.publish();
    await shell.run('search', { daily: true });
    shell = await shell.restart();
    await shell.run('search', { daily: true });
    expect(shell.network.requests).toEqual([]);
    vi.setSystemTime(now + dayMs);
    shell.publish();
    await shell.run('search', { daily: true });
    expect(shell.network.requests).toHaveLength(1);
  });

  test('happens when asked for, and after the clock was wrong', async () => {
    const shell = await setUp();
    shell.publish();
    await shell.run('search', { daily: true });
    shell.publish();
    await shell.run('search');
    vi.setSystemTime(now - dayMs);
    shell.publish();
    await shell.run('search', { daily: true });
    expect(shell.network.requests).toHaveLength(3);
  });

  test('that fails hides nothing, and says why', async () => {
    const shell = await setUp();
    shell.network.answers.push(new ShellError('network.dns-unknown'));
    await expect(shell.run('search')).rejects.toMatchObject({ code: 'release-notes.server-unreached', details: { cause: 'dns-unknown' } });
    expect(shell.state()).toMatchObject({
      problem: { key: 'error.release-notes.server-unreached', args: { cause: 'dns-unknown' } },
      isSearching: false,
    });
    expect(shell.state().notes).toHaveLength(1);
    shell.network.answers.push({ body: 'garbage' });
    await expect(shell.run('search')).rejects.toMatchObject({ code: 'release-notes.list-unusable' });
    expect(shell.state().problem?.key).toBe('error.release-notes.list-unusable');
    shell.publish();
    await shell.run('search');
    expect(shell.state().problem).toBeNull();
  });

  test('forgets what went wrong at an address that was changed since, and is made there once more', async () => {
    const shell = await setUp();
    await shell.settings.update({ 'connection.servers.update': 'http://impact-emploi.urssaf.fr/updates' });
    await shell.run('search', { daily: true });
    expect(shell.state().problem?.key).toBe('error.release-notes.address-unusable');
    await shell.settings.update({ 'connection.servers.update': 'https://impact-emploi.urssaf.fr/updates' });
    await vi.waitFor(() => expect(shell.state()).toMatchObject({ problem: null, searchedAt: null }));
    shell.publish('3.00.73');
    await shell.run('search', { daily: true });
    expect(shell.state().notes).toHaveLength(2);
  });

  test('shows that it goes on, and is made once at a time', async () => {
    const shell = await setUp();
    const { promise, resolve } = Promise.withResolvers<object>();
    shell.network.answers.push(() => promise);
    const searching = shell.run('search');
    await vi.waitFor(() => expect(shell.state().isSearching).toBe(true));
    await shell.run('search');
    resolve({ body: '[]' });
    await searching;
    expect(shell.state().isSearching).toBe(false);
    expect(shell.network.requests).toHaveLength(1);
  });
});

describe('opening by itself', () => {
  test('happens at the first start, until the notes were shown, and never again', async () => {
    let shell = await setUp();
    expect(shell.panels.revealed).toEqual(['release-notes.notes']);
    shell = await shell.restart();
    expect(shell.panels.revealed).toEqual(['release-notes.notes']);
    await shell.run('mark-read', { version: '3.00.72' });
    expect((await shell.restart()).panels.revealed).toEqual([]);
  });

  test('happens once more after a change of version, even without a new note', async () => {
    let shell = await setUp();
    await shell.run('mark-read', { version: '3.00.72' });
    shell = await shell.restart('3.00.73');
    expect(shell.panels.revealed).toHaveLength(1);
    await shell.run('mark-read', { version: '3.00.72' });
    expect((await shell.restart()).panels.revealed).toEqual([]);
  });

  test('happens once where no version is known', async () => {
    const shell = await setUp({ version: undefined });
    await shell.run('mark-read', { version: '3.00.72' });
    expect((await shell.restart()).panels.revealed).toEqual([]);
  });
});

describe('the badge', () => {
  test('counts the notes newer than the newest read one', async () => {
    let shell = await setUp();
    expect(shell.badge()).toEqual({ count: 1, label: { key: 'badge', args: { count: 1 } } });
    await shell.run('mark-read', { version: '3.00.72' });
    expect(shell.badge()?.count).toBe(0);
    shell.publish('3.00.74', '3.00.73', '3.00.71');
    await shell.run('search');
    expect(shell.badge()?.count).toBe(2);
    await shell.run('mark-read', { version: '3.00.74' });
    shell = await shell.restart();
    expect(shell.badge()?.count).toBe(0);
  });
});

describe('links', () => {
  test('to the connection panel run its command', async () => {
    const shell = await setUp();
    await shell.run('follow-link', { address: 'command:connection.open' });
    expect(shell.opened).toEqual(['connection.open']);
  });

  test.each(['https://www.net-entreprises.fr/', 'mailto:impact-emploi-association@urssaf.fr'])('to %s open outside', async (address) => {
    const shell = await setUp();
    await shell.run('follow-link', { address });
    expect(shell.window.opened).toEqual([address]);
  });

  test.each([
    'command:connection.save',
    'command:connection.open?x',
    'command:',
    'javascript:alert(1)',
    'http://example.org',
    'data:text/html,x',
    'file:///etc/passwd',
    'nothing',
  ])('to %s go nowhere', async (address) => {
    const shell = await setUp();
    await expect(shell.run('follow-link', { address })).rejects.toMatchObject({ code: 'release-notes.link-refused' });
    expect([shell.opened, shell.window.opened]).toEqual([[], []]);
  });
});

test('both languages hold the same strings', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
});
