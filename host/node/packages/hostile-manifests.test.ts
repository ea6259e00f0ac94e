import { afterEach, beforeEach, expect, test } from 'vitest';
import { packFiles } from '../../../test/support/packages/archive-maker.ts';
import { PackageBench, takeInventory } from '../../../test/support/packages/package-bench.ts';
import { sampleManifest } from '../../../test/support/packages/sample-package.ts';
import { randomSource } from '../../../test/support/random-source.ts';

let bench: PackageBench;

beforeEach(async () => {
  bench = await PackageBench.open();
});

afterEach(() => bench[Symbol.asyncDispose]());

const whole = sampleManifest({
  description: 'Texte',
  scripts: { install: 'node x.js' },
  dependencies: { lit: '^3.0.0' },
  bundleDependencies: ['lit'],
  activationEvents: ['onStartup'],
  pluginDependencies: ['connection'],
  permissions: { network: ['https://example.fr'], secrets: true, commands: ['connection.test'] },
  contributes: {
    commands: [{ command: 'sample.act', title: 'Agir', arguments: { type: 'object' } }],
    panels: [{ id: 'sample.p', title: 'P', icon: '$(info)', module: './panel.js', element: 'sample-p' }],
    configuration: [{ properties: { 'sample.key': { type: 'string', default: '', description: 'Clé' } } }],
  },
});

const strange: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, '', '\0', '../..', '%key%', [], {}, [[]], [null], { length: 1 }, { toString: 1 }],
  ...[
    '__proto__',
    'constructor',
    'a'.repeat(10_000),
    '🎈'.repeat(500),
    '\u202Ex',
    'https://*',
    '$'.concat('{config:x}'),
    '^99',
    'file:///etc/passwd',
  ],
  { 'a/b~c': { $ref: '#' } },
  JSON.parse('{"__proto__": {"polluted": true}}'),
];

/** Puts something strange in a random place of a copy. */
function disturb(manifest: unknown, random: (below: number) => number): unknown {
  const copy: unknown = structuredClone(manifest);
  let place = copy as Record<string, unknown>;
  for (;;) {
    const names = Object.keys(place);
    const name = names[random(names.length)];
    if (name === undefined) return copy;
    const inner = place[name];
    if (typeof inner !== 'object' || inner === null || random(3) === 0) {
      if (random(8) === 0) delete place[name];
      else place[name] = strange[random(strange.length)];
      return copy;
    }
    place = inner as Record<string, unknown>;
  }
}

test('a manifest of any shape is installed or refused with an error of ours', async () => {
  const random = randomSource(4);
  const outcomes = new Set<string>();
  const before = await takeInventory(bench.dataFolder);
  for (let round = 0; round < 500; round += 1) {
    let manifest = disturb(whole, random);
    for (let count = random(3); count > 0; count -= 1) manifest = disturb(manifest, random);
    const source = await bench.write('x.tgz', packFiles({ 'package.json': manifest as object, 'plugin.js': '', 'panel.js': '' }));
    const outcome = await bench.installer.stage(source).then(
      async ({ token }) => {
        await bench.installer.discard(token);
        return 'staged';
      },
      (error) => error.code ?? String(error),
    );
    expect(outcome, `round ${round}: ${JSON.stringify(manifest)}`).toMatch(/^(staged|package\.[a-z-]+)$/);
    outcomes.add(outcome);
  }
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect([...outcomes]).toEqual(expect.arrayContaining(['staged', 'package.manifest-invalid', 'package.module-missing']));
  expect((await takeInventory(bench.dataFolder)).filter((line) => !/^plugins(\/\.staging)?\/ /.test(line))).toEqual(before);
}, 30_000);

test.each([['null'], ['3'], ['"text"'], ['[]'], ['{}'], ['[{}]'], ['true']])('so is one that is %s', async (text) => {
  const source = await bench.write('x.tgz', packFiles({ 'package.json': text }));
  await expect(bench.installer.stage(source)).rejects.toMatchObject({ code: 'package.manifest-invalid' });
});
