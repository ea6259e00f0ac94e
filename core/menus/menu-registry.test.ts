import { expect, it } from 'vitest';
import { MenuRegistry } from './menu-registry.ts';

const commandsOf = (menus: MenuRegistry) => menus.list('ball').map(({ contribution }) => contribution.command);

it('orders entries as VS Code does: navigation first, groups by name, then by order', () => {
  const menus = new MenuRegistry();
  menus.declare('one', {
    submenus: [],
    menus: {
      ball: [
        { command: 'z', group: '2_end' },
        { command: 'b', group: '1_start@2' },
        { command: 'n', group: 'navigation@9' },
      ],
    },
  });
  menus.declare('two', { submenus: [], menus: { ball: [{ command: 'a', group: '1_start@1' }] } });
  expect(commandsOf(menus)).toEqual(['n', 'a', 'b', 'z']);
});

it('takes back all that one plugin added, and nothing else', () => {
  const menus = new MenuRegistry();
  menus.declare('stays', { submenus: [], menus: { ball: [{ command: 'stays' }] } });
  const leaving = menus.declare('leaves', {
    submenus: [{ id: 'more', label: 'More' }],
    menus: { ball: [{ submenu: 'more' }], more: [{ command: 'leaves' }] },
  });
  leaving.dispose();
  leaving.dispose();
  expect(commandsOf(menus)).toEqual(['stays']);
  expect(menus.locationIds).toEqual(['ball']);
  expect(menus.submenu('more')).toBeUndefined();
});

it('keeps the first label when two plugins declare one submenu', () => {
  const menus = new MenuRegistry();
  menus.declare('first', { submenus: [{ id: 'more', label: 'First' }], menus: {} });
  menus.declare('second', { submenus: [{ id: 'more', label: 'Second' }], menus: {} }).dispose();
  expect(menus.submenu('more')?.contribution.label).toBe('First');
});
