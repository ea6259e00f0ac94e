import { describe, expect, test } from 'vitest';
import { ShellError } from '../errors.ts';
import type { Serialisable } from '../message.ts';
import { checkView } from './check-view.ts';
import type { ViewKind } from './view-kind.ts';

const owner = { plugin: 'hello', panel: 'hello.people' };
const check = (kind: ViewKind, state: Serialisable) => checkView(kind, state, owner);

/** Where a state is wrong, and why. */
function fault(kind: ViewKind, state: Serialisable): string {
  try {
    check(kind, state);
  } catch (error) {
    if (error instanceof ShellError && error.code === 'panel.state-invalid') return `${error.details.path}: ${error.details.reason}`;
    throw error;
  }
  return 'none';
}

const column = { id: 'name', label: 'Name' };
const submit = { title: 'Save', command: 'hello.save' };

describe('a view', () => {
  test('is taken as it is, whatever it may hold', () => {
    const action = {
      title: { key: 'add', args: { count: 1, of: { key: 'person' } } },
      icon: '$(add)',
      command: 'hello.add',
      args: [1],
      isPrimary: true,
    };
    const frame = {
      message: 'm',
      severity: 'success',
      isLoading: true,
      failure: { sentence: 's', retry: { command: 'a' } },
      actions: [action],
    };
    const item = {
      id: 'a',
      label: 'A',
      description: 'd',
      icon: '$(sync~spin)',
      badge: '3',
      tooltip: 't',
      command: 'c',
      args: { a: 1 },
      actions: [action],
    };
    const views: [ViewKind, Serialisable][] = [
      ['list', { ...frame, items: [item], hasSearch: true }],
      ['tree', { ...frame, items: [{ ...item, children: [{ ...item, id: 'b', loadCommand: { command: 'c' } }], isExpanded: true }] }],
      [
        'table',
        {
          ...frame,
          columns: [{ ...column, kind: 'state', align: 'end', isSortable: false, widthHint: 12 }],
          rows: [{ id: 'a', cells: { name: { severity: 'error', label: 'No' }, b: 1, c: null, d: { key: 'k' } }, actions: [action] }],
          sort: { column: 'name', isDescending: true },
          canExport: true,
        },
      ],
      [
        'form',
        {
          ...frame,
          fields: [
            { name: 'a', label: 'A', schema: { type: 'string', pattern: '^a+$' }, isRequired: true, value: 'a', problem: { key: 'p' } },
          ],
          submit: { ...submit, args: { id: 3 } },
        },
      ],
    ];
    for (const [kind, state] of views) expect(check(kind, state)).toEqual(state);
  });

  test('loses the members that it does not know', () => {
    expect(check('list', { items: [{ id: 'a', label: 'A', colour: 'red' }], style: 'x' })).toEqual({ items: [{ id: 'a', label: 'A' }] });
  });
});

test.each<[string, ViewKind, Serialisable, string | RegExp]>([
  ['no object', 'list', 'x', /^\/: .*Object/],
  ['a list without items', 'list', {}, /^\/items: /],
  ['an item without a label', 'list', { items: [{ id: 'a' }] }, /^\/items\/0\/label: /],
  ['a label that is no text', 'list', { items: [{ id: 'a', label: 3 }] }, '/items/0/label: Neither a string nor a message {key, args}'],
  [
    'an id that is there twice',
    'list',
    {
      items: [
        { id: 'a', label: 'A' },
        { id: 'a', label: 'B' },
      ],
    },
    '/items/1: id is there twice',
  ],
  ['markup for an icon', 'list', { items: [{ id: 'a', label: 'A', icon: '<img>' }] }, '/items/0/icon: Not a codicon, $(name)'],
  ['a severity that there is not', 'list', { items: [], severity: 'fatal' }, /^\/severity: /],
  [
    'an id twice in a tree',
    'tree',
    { items: [{ id: 'a', label: 'A', children: [{ id: 'a', label: 'B' }] }] },
    '/items: An id is there twice',
  ],
  ['a column that is there twice', 'table', { columns: [column, column], rows: [] }, '/columns/1: id is there twice'],
  ['a cell that is a list', 'table', { columns: [column], rows: [{ id: 'a', cells: { name: [] } }] }, /^\/rows\/0\/cells\/name: Neither/],
  [
    'a pattern that is none',
    'form',
    { fields: [{ name: 'a', label: 'A', schema: { type: 'string', pattern: '(' } }], submit },
    /^\/fields\/0\/schema\/pattern: Not a/,
  ],
  [
    'a type that no control edits',
    'form',
    { fields: [{ name: 'a', label: 'A', schema: { type: 'object' } }], submit },
    /^\/fields\/0\/schema\/type: /,
  ],
])('%s is refused by its place and reason', (_name, kind, state, expected) => {
  if (expected instanceof RegExp) expect(fault(kind, state)).toMatch(expected);
  else expect(fault(kind, state)).toBe(expected);
});

describe('a state that is too much', () => {
  const nested = (depth: number): Serialisable => (depth === 0 ? 1 : [nested(depth - 1)]);
  const chain = (depth: number): Record<string, Serialisable> => ({
    id: `n${depth}`,
    label: 'N',
    ...(depth > 1 && { children: [chain(depth - 1)] }),
  });
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `${index}`, label: 'N' }));

  test.each<[string, ViewKind, Serialisable, RegExp]>([
    ['too deep', 'list', { items: [{ id: 'a', label: 'A', args: nested(5_000) }] }, /nested too deeply/],
    ['a tree of too many levels', 'tree', { items: [chain(33)] }, /More than 32 levels/],
    ['a tree of too many nodes', 'tree', { items: [{ id: 'root', label: 'R', children: many(20_000) }] }, /More than 20000 nodes/],
    ['too many items', 'list', { items: many(20_001) }, /^\/items: /],
    ['a text that is too long', 'list', { items: [{ id: 'a', label: 'x'.repeat(4_001) }] }, /^\/items\/0\/label: /],
    ['too many buttons', 'list', { items: [], actions: Array(21).fill({ title: 'A', command: 'a' }) }, /^\/actions: /],
  ])('is refused: %s', (_name, kind, state, expected) => {
    expect(fault(kind, state)).toMatch(expected);
  });

  test('may be as much as is allowed', () => {
    expect(fault('tree', { items: [chain(32)] })).toBe('none');
    expect(fault('list', { items: many(20_000) })).toBe('none');
  });
});
