import { expect, test } from 'vitest';
import { manifestOf } from '../../../test/support/manifests.ts';
import { installedThemes, offerThemes, ownThemes } from './installed-themes.ts';

const theme = (id: string) => ({ id, label: `%${id}%`, uiTheme: 'vs', path: './theme.json' }) as const;
const plugin = (name: string, ...ids: string[]) => manifestOf(name, { contributes: { themes: ids.map(theme) } });
const names = (list: ReturnType<typeof installedThemes>['themes']) => list.map(({ plugin, theme: { id } }) => `${plugin} ${id}`);

test('a theme keeps its id from plugins loaded later, and the window’s own keep theirs from all', () => {
  const { themes, leftOut } = installedThemes([plugin('one', 'sea', 'dark'), plugin('other', 'sea', 'moor')]);
  expect(names(themes)).toEqual(['one sea', 'other moor']);
  expect(names(leftOut)).toEqual(['one dark', 'other sea']);
});

test('the setting offers the window’s own themes, then those of plugins', () => {
  const labels = ownThemes.map((id) => `label of ${id}`);
  const schema = { type: 'string', maxLength: 10, enumItemLabels: labels };
  expect(offerThemes(schema, [{ id: 'sea', label: 'Mer' }])).toEqual({
    type: 'string',
    maxLength: 10,
    enum: [...ownThemes, 'sea'],
    enumItemLabels: [...labels, 'Mer'],
  });
});
