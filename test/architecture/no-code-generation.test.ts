import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { spawnTypescript } from '../support/typescript-child.ts';

const core = pathToFileURL(join(import.meta.dirname, '../../core/')).href;

/** What a source prints in a process that forbids code generation, as the window's Content-Security-Policy does. */
async function runWithoutCodeGeneration(source: string): Promise<string> {
  const child = spawnTypescript(`${source}\nconsole.log('end');`, { nodeOptions: ['--disallow-code-generation-from-strings'] });
  try {
    return await child.waitFor('end\n');
  } finally {
    await child.kill();
  }
}

test('when clauses, keybindings and strings work where code generation is forbidden', async () => {
  const output = await runWithoutCodeGeneration(`
    const { whenClauseHolds } = await import('${core}context-keys/when-clause.ts');
    const { KeybindingResolver } = await import('${core}keybindings/keybinding-resolver.ts');
    const { createTranslator } = await import('${core}l10n/translator.ts');
    const lookup = (key) => ({ version: 72, name: 'impact' })[key];
    const press = { key: 'p', code: 'KeyP', ctrlKey: true, shiftKey: false, altKey: false, metaKey: false };
    const keys = new KeybindingResolver([{ command: 'a.b', key: 'ctrl+p', when: 'name =~ /^IM/i && version >= 72' }], { mac: false });
    console.log(whenClauseHolds('name in names || version > 3', lookup));
    console.log(keys.resolve([press], lookup).command);
    console.log(createTranslator({ count: '{n, plural, one {# poste} other {# postes}}' }, 'fr')('count', { n: 2 }));
  `);
  expect(output).toBe('true\na.b\n2 postes\nend\n');
});

test('the process does forbid it', async () => {
  expect(await runWithoutCodeGeneration("try { new Function(''); } catch (error) { console.log(error.name); }")).toBe('EvalError\nend\n');
});
