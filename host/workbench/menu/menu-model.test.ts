import { describe, expect, test } from 'vitest';
import type { MenuItem } from '../../../core/protocol/window-protocol.ts';
import { findByTypeahead, type MenuSource, resolveMenu } from './menu-model.ts';

function command(id: string, values: Partial<MenuItem> = {}): MenuItem {
  return { command: id, title: id, group: '', order: 0, ...values };
}

function source(menus: MenuSource['menus'], facts: readonly string[] = []): MenuSource {
  return {
    menus,
    findCommand: (id) =>
      id.startsWith('unknown') ? undefined : { id, title: id, label: id, ...(id === 'locked' && { enablement: 'unlocked' }) },
    holds: (clause) => clause === undefined || facts.includes(clause),
  };
}

const titles = (menu: ReturnType<typeof resolveMenu>) => menu.map((group) => group.map(({ title }) => title));

describe('resolveMenu', () => {
  test('draws groups apart, navigation first, entries by their order', () => {
    const menus = {
      place: [
        command('z', { group: 'b' }),
        command('second', { group: 'a', order: 2 }),
        command('first', { group: 'a', order: 1 }),
        command('top', { group: 'navigation' }),
      ],
    };
    expect(titles(resolveMenu(source(menus), 'place'))).toEqual([['top'], ['first', 'second'], ['z']]);
  });

  test('leaves out what does not apply, unknown commands, and submenus that would be empty', () => {
    const menus = {
      place: [
        command('shown'),
        command('hidden', { when: 'never' }),
        command('unknown'),
        { submenu: 'empty', title: 'Vide', group: '', order: 0 },
      ],
      empty: [command('hidden', { when: 'never' })],
    };
    expect(titles(resolveMenu(source(menus), 'place'))).toEqual([['shown']]);
  });

  test('resolves submenus, and ends where they hold each other', () => {
    const submenu = (id: string): MenuItem => ({ submenu: id, title: id, group: '', order: 0 });
    const menus = { place: [submenu('inner')], inner: [command('a'), submenu('inner')] };
    const [[entry] = []] = resolveMenu(source(menus), 'place');
    expect(entry).toMatchObject({ kind: 'submenu', groups: [[{ title: 'a' }, { kind: 'submenu' }]] });
  });

  test('tells whether a command is enabled', () => {
    const menus = { place: [command('locked')] };
    expect(resolveMenu(source(menus), 'place')).toMatchObject([[{ isEnabled: false }]]);
    expect(resolveMenu(source(menus, ['unlocked']), 'place')).toMatchObject([[{ isEnabled: true }]]);
  });

  test('a location that nobody contributes to is empty', () => {
    expect(resolveMenu(source({}), 'nowhere')).toEqual([]);
  });
});

describe('findByTypeahead', () => {
  const entries = ['Administrer', 'Écrire', 'Activer', 'Envoyer'];

  test('one letter walks on to the next entry that begins with it', () => {
    expect(findByTypeahead(entries, 0, 'a')).toBe(2);
    expect(findByTypeahead(entries, 2, 'a')).toBe(0);
  });

  test('several letters may keep the entry they stand on', () => {
    expect(findByTypeahead(entries, 2, 'act')).toBe(2);
    expect(findByTypeahead(entries, 0, 'act')).toBe(2);
  });

  test('accents and case don’t matter', () => {
    expect(findByTypeahead(entries, 0, 'É')).toBe(1);
    expect(findByTypeahead(entries, 0, 'ec')).toBe(1);
  });

  test('what no entry begins with finds none', () => {
    expect(findByTypeahead(entries, 0, 'x')).toBeUndefined();
    expect(findByTypeahead([], 0, 'x')).toBeUndefined();
  });
});
