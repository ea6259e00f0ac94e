import { type Import, readImports } from './imports.ts';

interface Rule {
  readonly sentence: string;
  isBreachedBy(found: Import): boolean;
}

const ours = ['bench', 'core', 'examples', 'host', 'plugins', 'scripts', 'templates', 'test'];
/** Computes only: reaches neither files, network nor processes. */
const harmlessNodeModules = ['node:crypto'];

/** The table of docs/architecture.md. Tests may import what they like, save other plugins than their own. */
const rules: readonly Rule[] = [
  {
    sentence: 'core imports nothing of ours but core',
    isBreachedBy: ({ from, target }) => isIn('core', from) && isOurs(target) && !isIn('core', target),
  },
  {
    sentence: 'core runs without Node',
    isBreachedBy: ({ from, target }) => isIn('core', from) && isNode(target),
  },
  {
    sentence: 'tsyringe is for core/container.ts alone',
    isBreachedBy: ({ from, target }) => target === 'tsyringe' && from !== 'core/container.ts',
  },
  {
    sentence: 'tapable is for core/hooks.ts alone',
    isBreachedBy: ({ from, target }) => target === 'tapable' && from !== 'core/hooks.ts',
  },
  {
    sentence: 'ajv is for core/manifest, core/schema and core/settings alone',
    isBreachedBy: ({ from, target }) =>
      target === 'ajv' && !['core/manifest', 'core/schema', 'core/settings'].some((folder) => isIn(folder, from)),
  },
  {
    sentence: "a plugin imports 'boule-bleue', npm packages and itself",
    isBreachedBy: ({ from, target, specifier }) => {
      const plugin = pluginOf(from);
      return plugin !== undefined && specifier !== 'boule-bleue' && isOurs(target) && !isIn(plugin, target);
    },
  },
  {
    sentence: "a plugin imports 'boule-bleue' as a whole, no part of it",
    isBreachedBy: ({ from, specifier }) => pluginOf(from) !== undefined && specifier.startsWith('boule-bleue/'),
  },
  {
    sentence: `a plugin reaches Node through services; it imports ${harmlessNodeModules.join(' ')} at most`,
    isBreachedBy: ({ from, target }) => pluginOf(from) !== undefined && isNode(target) && !harmlessNodeModules.includes(target),
  },
  {
    sentence: 'the host imports core and itself',
    isBreachedBy: ({ from, target }) => isIn('host', from) && isOurs(target) && !isIn('core', target) && !isIn('host', target),
  },
  {
    sentence: 'host/panel-frame imports core and itself',
    isBreachedBy: ({ from, target }) => isIn('host/panel-frame', from) && isIn('host', target) && !isIn('host/panel-frame', target),
  },
  {
    sentence: 'host/node and host/workbench share core alone',
    isBreachedBy: ({ from, target }) =>
      (isIn('host/node', from) && isIn('host/workbench', target)) || (isIn('host/workbench', from) && isIn('host/node', target)),
  },
];

const siblingRule: Rule = {
  sentence: 'nothing imports a plugin but itself and the folder test',
  isBreachedBy: ({ from, target }) => {
    const plugin = pluginOf(target);
    return plugin !== undefined && plugin !== pluginOf(from) && !isIn('test', from);
  },
};

/**
 * Every import that breaks a rule, as `file:line imports target: rule`.
 * @param files sources by path from the repository's root.
 */
export function findBreaches(files: ReadonlyMap<string, string>): string[] {
  const imports = new Map([...files].map(([path, source]) => [path, readImports(path, source)]));
  const breaches = [...imports.values()].flat().flatMap((found) => {
    const broken = [siblingRule, ...(isTest(found.from) ? [] : rules)].filter((rule) => rule.isBreachedBy(found));
    return broken.map(({ sentence }) => describe(found, sentence));
  });
  return [...breaches, ...findWindowBreaches(imports)];
}

/** What the window loads, and all that this imports in turn, must do without code generation and without Node. */
function findWindowBreaches(imports: ReadonlyMap<string, readonly Import[]>): string[] {
  const breaches = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string, chain: readonly string[]): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const found of imports.get(path) ?? []) {
      if (found.isTypeOnly) continue;
      if (isUnfitForWindow(found.target)) breaches.add(describe(found, `it ends up in the window by ${[...chain, path].join(' → ')}`));
      else visit(found.target, [...chain, path]);
    }
  };
  for (const path of imports.keys()) {
    if (isWindowEntry(path)) visit(path, []);
  }
  return [...breaches];
}

function isWindowEntry(path: string): boolean {
  return (
    !isTest(path) &&
    (isIn('host/workbench', path) || isIn('host/panel-frame', path) || (pluginOf(path) !== undefined && path.endsWith('-panel.ts')))
  );
}

function isUnfitForWindow(target: string): boolean {
  return ['ajv', 'tapable', 'tsyringe'].includes(target) || isNode(target) || isIn('host/node', target);
}

function describe({ from, line, specifier }: Import, sentence: string): string {
  return `${from}:${line} imports ${specifier}: ${sentence}`;
}

const isIn = (folder: string, path: string): boolean => path === folder || path.startsWith(`${folder}/`);
const isOurs = (target: string): boolean => target.startsWith('..') || ours.some((folder) => isIn(folder, target));
const isNode = (target: string): boolean => target.startsWith('node:');
const isTest = (path: string): boolean => path.endsWith('.test.ts') || isIn('test', path);

/** `plugins/<id>`, `examples/<id>` or `templates/<id>`: what a path there belongs to. */
function pluginOf(path: string): string | undefined {
  return /^(?:plugins|examples|templates)\/[^/]+(?=\/)/.exec(path)?.[0];
}
