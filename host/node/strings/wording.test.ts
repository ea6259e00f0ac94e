import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ShellError } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { PluginFileCache } from '../plugins/plugin-file-cache.ts';
import { PluginStrings } from './plugin-strings.ts';
import { Wording } from './wording.ts';

let folder: string;
let problems: string[];
let unexpected: unknown[];
let strings: PluginStrings;
let wording: Wording;

async function writePlugin(id: string, locales: Record<string, unknown>, languages: { id: string; plugin: string; path: string }[] = []) {
  const location = join(folder, id);
  await mkdir(join(location, 'locales'), { recursive: true });
  for (const [name, content] of Object.entries(locales)) {
    await writeFile(join(location, 'locales', name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return { manifest: manifestOf(id, { contributes: { languages } }), location };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strings-'));
  problems = [];
  unexpected = [];
  strings = new PluginStrings(new PluginFileCache(join(folder, 'cache.json'), ''), (plugin, file) =>
    problems.push(`${plugin} ${file.slice(folder.length)}`),
  );
  wording = new Wording(strings, (error) => unexpected.push(error));
  const fr = { hello: 'Bonjour {name}', only: 'seulement', 'error.hello.refused': '{name} ne veut pas.' };
  const en = { hello: 'Hello {name}' };
  strings.load([await writePlugin('hello', { 'fr.json': fr, 'en.json': en }), await writePlugin('silent', {})]);
});

afterEach(() => rm(folder, { recursive: true }));

test('what a setting says of its values is told in the words of its plugin', () => {
  const refuse = (reason: string) => {
    const details = { setting: 'hello.mail', plugin: 'hello', reason, problems: 'it must match pattern' };
    return wording.error(new ShellError('setting.refused', details), 'fr', 'silent').sentence;
  };
  expect(refuse('%only%')).toBe('seulement Rien n’a été enregistré.');
  expect(refuse('Une adresse.')).toBe('Une adresse. Rien n’a été enregistré.');
});

describe('strings', () => {
  test('that a language lacks are given in French, and a plugin needs none', () => {
    expect(strings.all('hello', 'en')).toMatchObject({ hello: 'Hello {name}', only: 'seulement' });
    expect(strings.all('silent', 'fr')).toEqual({});
    expect(problems).toEqual([]);
  });

  test('that can not be read are told of, and stop nobody', async () => {
    const broken = await writePlugin('broken', { 'fr.json': '{', 'en.json': { count: 1 } });
    strings.load([broken, await writePlugin('fine', { 'fr.json': { a: 'b' } })]);
    expect(strings.all('broken', 'fr')).toEqual({});
    expect(problems.sort()).toEqual(['broken /broken/locales/en.json', 'broken /broken/locales/fr.json']);
    expect(strings.all('fine', 'fr')).toEqual({ a: 'b' });
    expect(strings.all('hello', 'fr')).toEqual({});
  });

  test('of one plugin fill gaps of another, and replace nothing', async () => {
    const hello = await writePlugin('hello', { 'fr.json': { hello: 'Bonjour' }, 'en.json': {} });
    const translation = [{ id: 'en', plugin: 'hello', path: './locales/more.json' }];
    const translator = await writePlugin('translator', { 'more.json': { hello: 'Hi' } }, translation);
    strings.load([hello, translator]);
    expect(strings.all('hello', 'en')).toEqual({ hello: 'Hi' });
    expect(strings.all('hello', 'fr')).toEqual({ hello: 'Bonjour' });
  });
});

describe('strings contributed for another plugin', () => {
  const contribution = (plugin: string, id = 'fr') => [{ id, plugin, path: './locales/more.json' }];

  test('never replace its own in either language, nor those contributed before', async () => {
    const hello = await writePlugin('hello', { 'fr.json': { hello: 'Bonjour' }, 'en.json': { hello: 'Hello' } });
    const first = await writePlugin('first', { 'more.json': { hello: 'Piraté', bye: 'Au revoir' } }, contribution('hello'));
    const second = await writePlugin('second', { 'more.json': { hello: 'Piraté', bye: 'Adieu', thanks: 'Merci' } }, contribution('hello'));
    strings.load([first, hello, second]);
    expect(strings.all('hello', 'fr')).toEqual({ hello: 'Bonjour', bye: 'Au revoir', thanks: 'Merci' });
    expect(strings.all('hello', 'en')).toMatchObject({ hello: 'Hello' });
  });

  test('have no effect for the shell, for a plugin that is not there, and in a language that windows don’t speak', async () => {
    const before = strings.all('shell', 'fr');
    const languages = [...contribution('shell'), ...contribution('absent'), ...contribution('hello', 'br')];
    const hello = await writePlugin('hello', { 'fr.json': { hello: 'Bonjour' } });
    strings.load([hello, await writePlugin('translator', { 'more.json': { more: 'Plus' } }, languages)]);
    expect(strings.all('shell', 'fr')).toEqual(before);
    expect(strings.all('absent', 'fr')).toEqual({});
    expect(strings.all('hello', 'fr')).toEqual({ hello: 'Bonjour' });
    expect(problems).toEqual([]);
  });
});

describe('errors', () => {
  test('that are expected keep code and sentence', () => {
    const error = new ShellError('hello.refused', { name: 'Ada' });
    expect(wording.error(error, 'fr', 'hello')).toEqual({ code: 'hello.refused', sentence: 'Ada ne veut pas.', cancelled: false });
    expect(wording.error(new ShellError('setting.unknown', { setting: 'x' }), 'en')).toMatchObject({
      sentence: expect.stringContaining('No setting is called x'),
    });
    expect(unexpected).toEqual([]);
  });

  test('without a sentence name their code', () => {
    expect(wording.error(new ShellError('hello.unworded'), 'fr').sentence).toContain('(code hello.unworded)');
  });

  test('that are bugs are noted, and told in general words', () => {
    const bug = new TypeError('secret path');
    expect(wording.error(bug, 'fr')).toMatchObject({ code: 'unexpected', sentence: expect.not.stringContaining('secret path') });
    expect(unexpected).toEqual([bug]);
  });

  test('that say only that the caller gave up are no failures', () => {
    expect(wording.error(new DOMException('', 'AbortError'), 'fr')).toMatchObject({ cancelled: true, code: 'cancelled' });
    expect(unexpected).toEqual([]);
  });
});

describe('results', () => {
  test('have their messages in words, at any depth, and secrets redacted', () => {
    const value = {
      list: [{ text: { key: 'hello', args: { name: 'Ada' } } }],
      secret: new Secret('Needle'),
      when: new Date(0),
      gone: undefined,
    };
    expect(wording.result(value, 'en', 'hello')).toEqual({
      list: [{ text: 'Hello Ada' }],
      secret: '[secret]',
      when: '1970-01-01T00:00:00.000Z',
    });
  });

  test('keep what only looks like a message', () => {
    const value = { row: { key: 'unheard' }, more: { key: 'hello', count: 1 }, other: { key: 'hello', plugin: 'silent' } };
    expect(wording.result(value, 'fr', 'hello')).toEqual(value);
    expect(wording.result(undefined, 'fr', 'hello')).toBeNull();
  });
});
