import { describe, expect, test } from 'vitest';
import { type ManifestParts, manifestOf } from '../../test/support/manifests.ts';
import { ownerOf, requireOwnNames } from './id-ownership.ts';
import type { PluginOrigin } from './plugin-runtime.ts';

function plugin(id: string, contributes: ManifestParts['contributes'] = {}, origin: PluginOrigin = 'installed') {
  return { manifest: manifestOf(id, { contributes }), origin };
}

const command = (id: string) => ({ commands: [{ command: id, title: '' }] });
const setting = (key: string) => ({ configuration: [{ title: '', properties: { [key]: { default: '' } } }] });
const foreign = (details: object) => expect.objectContaining({ code: 'plugin.id-foreign', details });

test('an id lies in the name of the plugin with the longest id that it begins with', () => {
  const ids = ['a', 'a.b', 'a.bc', 'other'];
  expect(['a.x', 'a.b.x', 'a.bc.x', 'a.b', 'a.bx.y', 'b.x', 'a', 'ab.x'].map((id) => ownerOf(id, ids))).toEqual([
    ...['a', 'a.b', 'a.bc', 'a', 'a'],
    ...[undefined, undefined, undefined],
  ]);
});

describe('a plugin is left out', () => {
  test.each([
    ['a command', command('a.b.run')],
    ['a hook', { hooks: [{ id: 'a.b.hook', kind: 'series', description: '' }] }],
    ['a panel', { panels: [{ id: 'a.b.panel', title: '', icon: '', location: 'tab', module: '', element: '' }] }],
    ['a status item', { statusBar: [{ id: 'a.b.item', text: '', slot: '', alignment: 'left', rank: 0, priority: 0, showText: true }] }],
  ] as const)('that contributes %s in the name of another', (_what, contributes) => {
    const id = expect.stringContaining('a.b.');
    expect(() => requireOwnNames(plugin('a', contributes), [plugin('a.b')])).toThrow(foreign({ plugin: 'a', id, owner: 'a.b' }));
    expect(() => requireOwnNames(plugin('a', contributes), [plugin('c')])).not.toThrow();
  });

  test('in whose name another already contributes something', () => {
    const first = plugin('a', command('a.b.run'), 'bundled');
    expect(() => requireOwnNames(plugin('a.b'), [first])).toThrow(foreign({ plugin: 'a.b', id: 'a.b.run', owner: 'a' }));
    expect(() => requireOwnNames(plugin('a.b', command('a.b.run')), [plugin('a', command('a.run'))])).not.toThrow();
  });

  test.each(['connection.proxy.host', 'a.b.key', 'key', 'a'])('whose setting %s does not lie in its name', (key) => {
    expect(() => requireOwnNames(plugin('a', setting(key)), [plugin('a.b')])).toThrow(
      expect.objectContaining({ code: 'setting.foreign', details: { plugin: 'a', setting: key, prefix: 'a.' } }),
    );
  });

  test.each(['bundled', 'development'] as const)('only if it was installed, for its settings, not as a %s one', (origin) => {
    expect(() => requireOwnNames(plugin('a', setting('netEntreprises.scheme'), origin), [])).not.toThrow();
    expect(() => requireOwnNames(plugin('a', setting('a.key')), [])).not.toThrow();
  });
});
