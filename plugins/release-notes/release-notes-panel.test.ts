import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findAccessibilityViolations } from '../../test/support/axe.ts';
import { launchChromium } from '../../test/support/chromium.ts';
import { PanelPage, type PanelPageOptions } from '../../test/support/panel-page/panel-page.ts';
import { bundledNotes } from './bundled-notes.ts';
import en from './locales/en.json';
import fr from './locales/fr.json';
import type { NoteState, ReleaseNotesState } from './release-notes-state.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const guideNote = { ...(bundledNotes[0] as (typeof bundledNotes)[0]), isUnread: true };

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function open(state: Partial<ReleaseNotesState> = {}, options: Partial<PanelPageOptions> = {}) {
  const commands: { command: string; args: unknown }[] = [];
  const panelPage = await PanelPage.open(browser, {
    module: 'plugins/release-notes/release-notes-panel.ts',
    element: 'release-notes-panel',
    strings: fr,
    run: async (command, args) => {
      commands.push({ command, args });
      return { ok: true, value: null };
    },
    ...options,
  });
  const full: ReleaseNotesState = {
    notes: [guideNote],
    preferred: '3.00.72',
    isSearching: false,
    searchedAt: null,
    problem: null,
    ...state,
  };
  await panelPage.setState(full);
  const { page } = panelPage;
  return {
    panelPage,
    page,
    commands,
    article: page.getByRole('article'),
    versions: page.getByRole('list', { name: 'Versions' }),
    setState: (change: Partial<ReleaseNotesState>) => panelPage.setState({ ...full, ...change }),
    followed: () => commands.filter(({ command }) => command === 'release-notes.follow-link').map(({ args }) => args),
    [Symbol.asyncDispose]: () => panelPage[Symbol.asyncDispose](),
  };
}

describe('the note of the guide', () => {
  test('is an article under its version and date, in full and in parts', async () => {
    await using shell = await open();
    await shell.article.getByRole('heading', { name: 'V.3.00.72 / 19 mars 2019', level: 2 }).waitFor();
    expect(await shell.article.getByRole('heading', { name: 'V.3.00.72' }).count()).toBe(1);
    expect(await shell.article.getByRole('heading', { level: 4 }).allTextContents()).toEqual([
      '► Sécurité informatique',
      '► DSN',
      "► Comment joindre l'assistance ?",
    ]);
    for (const words of ['maintien de salaire', 'Mise à jour technique', 'merci de ne pas réitérer', 'vous remercie !']) {
      expect(await shell.article.textContent()).toContain(words);
    }
    expect(shell.panelPage.complaints).toEqual([]);
  });

  test('has its heading once in English too', async () => {
    await using shell = await open({}, { strings: en, language: 'en' });
    await shell.article.getByRole('heading', { name: 'V.3.00.72 / March 19, 2019' }).waitFor();
    expect(await shell.article.getByRole('heading', { name: 'V.3.00.72' }).count()).toBe(1);
  });

  test('leads to the connection panel by « ICI », and to the assistance desk’s mail', async () => {
    await using shell = await open();
    await shell.article.getByRole('link', { name: 'ICI', exact: true }).click();
    await shell.article.getByRole('link', { name: 'impact-emploi-association@urssaf.fr' }).press('Enter');
    expect(shell.followed()).toEqual([{ address: 'command:connection.open' }, { address: 'mailto:impact-emploi-association@urssaf.fr' }]);
    expect(shell.page.url()).toBe('https://panel.test/');
  });

  test('counts as read when it is shown, once', async () => {
    await using shell = await open();
    await shell.setState({ notes: [{ ...guideNote, isUnread: false }] });
    expect(shell.commands).toEqual([
      { command: 'release-notes.search', args: { daily: true } },
      { command: 'release-notes.mark-read', args: { version: '3.00.72' } },
    ]);
  });

  test('says why a link was not followed', async () => {
    const refuse = async () => ({ ok: false, cancelled: false, code: 'x', sentence: 'Ce lien n’est pas suivi.' }) as const;
    await using shell = await open({}, { run: refuse });
    await shell.article.getByRole('link', { name: 'ICI', exact: true }).click();
    await shell.page.getByRole('alert').getByText('Ce lien n’est pas suivi.').waitFor();
  });
});

describe('the versions', () => {
  const newer: NoteState = { version: '3.00.73', date: '2019-04-02', markdown: 'Heures supplémentaires', isUnread: true };

  test('are listed with their dates and whether they are unread, and one is chosen by keyboard', async () => {
    await using shell = await open({ notes: [newer, { ...guideNote, isUnread: false }] });
    const entry = shell.versions.getByRole('button', { name: 'V.3.00.73' });
    expect(await entry.textContent()).toMatch(/non lu\s+2 avril 2019/);
    await entry.press('Enter');
    await shell.article.getByRole('heading', { name: 'V.3.00.73 / 2 avril 2019' }).waitFor();
    expect(await shell.article.textContent()).toContain('Heures supplémentaires');
    expect(await entry.getAttribute('aria-current')).toBe('true');
    expect(shell.commands.at(-1)).toEqual({ command: 'release-notes.mark-read', args: { version: '3.00.73' } });
  });

  test('stay where the user is when new ones arrive', async () => {
    await using shell = await open();
    await shell.setState({ notes: [newer, guideNote] });
    expect(await shell.versions.getByRole('listitem').count()).toBe(2);
    await shell.article.getByRole('heading', { name: 'V.3.00.72' }).waitFor();
  });

  test('say when they were searched, that they are, and why it failed', async () => {
    await using shell = await open({ searchedAt: Date.UTC(2019, 3, 2, 8) });
    await shell.page.getByText('Dernière recherche de nouvelles notes : 2 avril 2019').waitFor();
    await shell.page.getByRole('button', { name: 'Rechercher', exact: true }).click();
    expect(shell.commands.at(-1)).toEqual({ command: 'release-notes.search', args: {} });
    await shell.setState({ isSearching: true });
    await shell.page.getByText('Recherche de nouvelles notes…').waitFor();
    await shell.setState({ problem: { key: 'error.release-notes.server-unreached', args: { cause: 'timeout' } } });
    await shell.page.getByText('Code pour l’assistance : timeout.').waitFor();
  });
});

describe('a hostile note', () => {
  const hostile = [
    '<script>window.hacked = 1</script>',
    '<img src=x onerror="window.hacked = 1">',
    '<svg onload="window.hacked = 1"><animate onbegin="window.hacked = 1"/></svg>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=window.hacked=1&gt;">',
    '<iframe srcdoc="<script>parent.hacked = 1</script>"></iframe><object data="data:text/html,x"></object>',
    '<style>:host, * { display: none !important; background: url(https://evil.example/css) }</style>',
    '<p style="position:fixed;inset:0;background:red">cover</p><form action="https://evil.example/"><input name="password">',
    '<base href="https://evil.example/"><link rel="stylesheet" href="https://evil.example/x.css"><meta http-equiv="refresh" content="0;url=https://evil.example/">',
    '[script](javascript:window.hacked=1) [coded](&#106;avascript:window.hacked=1) [tab](java&Tab;script:window.hacked=1)',
    '[data](data:text/html,<script>window.hacked=1</script>) [vb](vbscript:x) [file](file:///etc/passwd) [http](http://evil.example/)',
    '[relative](/private) [protocol](//evil.example/) [blob](blob:https://panel.test/x)',
    '![picture](https://evil.example/pixel.png) ![](data:image/svg+xml,<svg/onload=alert(1)>) [![nested](https://evil.example/p.png)](javascript:x)',
    '<a href="https://example.org" onclick="window.hacked=1" target="_top" id="title">html link</a>',
    '[titled](https://example.org "onmouseover=window.hacked=1 style=x")',
    '<javascript:window.hacked=1> <https://example.org/automatic>',
    '[reference][r] ![reference][p]\n\n[r]: javascript:window.hacked=1\n[p]: https://evil.example/p.png',
    '`<img src=x onerror=window.hacked=1>`\n\n```html\n<script>window.hacked = 1</script>\n```',
    `${'> '.repeat(500)}deep ${'*'.repeat(2000)} ${'['.repeat(2000)}`,
    '<x-evil></x-evil><release-notes-panel></release-notes-panel><dialog open>dialog</dialog>',
  ].join('\n\n');

  test('runs nothing, fetches nothing and keeps nothing but text and safe links', async () => {
    const requests: string[] = [];
    await using shell = await open({ notes: [] });
    shell.page.on('request', (request) => requests.push(request.url()));
    await shell.setState({ notes: [{ ...guideNote, markdown: hostile }] });
    await shell.article.getByText('html link').waitFor();
    const found = await shell.article.evaluate((article) => {
      const elements = [...article.querySelectorAll('*')];
      return {
        tags: [...new Set(elements.map(({ localName }) => localName))].sort(),
        attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))].sort(),
        links: [...article.querySelectorAll('a')].map((link) => link.getAttribute('href')),
        hacked: 'hacked' in window,
      };
    });
    expect(found.hacked).toBe(false);
    expect(found.tags).toEqual(['a', 'blockquote', 'code', 'h2', 'p', 'pre']);
    // The id is the heading's own, the class none of the note's: what is left of it is links.
    expect(found.attributes).toEqual(['href', 'id']);
    expect(found.links).toEqual(['https://example.org', 'https://example.org/automatic']);
    expect(requests).toEqual([]);
    expect(shell.page.url()).toBe('https://panel.test/');
    expect(shell.panelPage.complaints).toEqual([]);
  });

  test('cannot lead out of the window by any of its links', async () => {
    await using shell = await open({ notes: [{ ...guideNote, markdown: '[out](https://example.org/) [run](command:evil.run)' }] });
    await shell.article.getByRole('link', { name: 'out' }).click({ button: 'middle' });
    await shell.article.getByRole('link', { name: 'run' }).click();
    expect(shell.followed()).toEqual([{ address: 'https://example.org/' }, { address: 'command:evil.run' }]);
    expect(shell.page.context().pages()).toHaveLength(1);
  });
});

test.each(['light', 'dark', 'high-contrast'] as const)('axe finds nothing wrong with the %s panel', async (theme) => {
  const older = { ...guideNote, version: '3.00.71', isUnread: false };
  await using shell = await open({ notes: [guideNote, older], problem: { key: 'error.release-notes.search-failed' } }, { theme });
  expect(await findAccessibilityViolations(shell.page)).toEqual([]);
});

test('nothing is cut off at 200 % zoom', async () => {
  await using shell = await open({}, { viewport: { width: 512, height: 384 } });
  await shell.article.waitFor();
  expect(await shell.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(512);
});
