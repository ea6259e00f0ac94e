import { expect, test } from 'vitest';
import { samplePlugins } from '../../../test/support/workbench-host/sample-plugins.ts';
import { groupPlugins } from './plugin-groups.ts';

const found = (query: string, limit = 50) =>
  groupPlugins(samplePlugins, query, ({ key }) => key, limit).map(({ origin, items, total }) => [origin, items.map(({ id }) => id), total]);

test('what users brought in stands first, each group as a dictionary would have it', () => {
  expect(found('')).toEqual([
    ['development', ['loop'], 1],
    ['installed', ['archive', 'cracked', 'timesheet'], 3],
    ['bundled', ['connection'], 1],
  ]);
});

test('a search looks at names, ids and descriptions for every word', () => {
  expect(found('BULLETINS archiv')).toEqual([
    ['development', [], 0],
    ['installed', ['archive'], 1],
    ['bundled', [], 0],
  ]);
  expect(found('archiv pointage').every(([, , total]) => total === 0)).toBe(true);
});

test('no more than the limit are drawn, but all are counted', () => {
  expect(found('', 2)).toEqual([
    ['development', ['loop'], 1],
    ['installed', ['archive'], 3],
    ['bundled', [], 1],
  ]);
});
