import { type Declaration, readDeclarations } from './declaration.ts';
import { emitDeclarations } from './emit-declarations.ts';

/** What plugin authors can rely on, as the compiler sees it. */
export interface PluginApi {
  /** What `boule-bleue` exports, in the order of `core/index.ts`. */
  readonly exported: readonly Declaration[];
  /** What exported ones speak of without being exported themselves. */
  readonly internal: readonly Declaration[];
  /** The types that a `package.json` has to follow. */
  readonly manifest: readonly Declaration[];
}

const manifestModules = ['manifest/manifest.d.ts', 'manifest/permissions.d.ts'];

export async function readPluginApi(): Promise<PluginApi> {
  const files = await emitDeclarations();
  const known = byName([...files].flatMap(([module, text]) => readDeclarations(module, text)));
  const exported = exportedNames(files.get('index.d.ts') ?? '').map((name) => require(known, name));
  const manifest = [...known.values()].filter(({ module }) => manifestModules.includes(module));
  return { exported, internal: spokenOf(exported, known), manifest };
}

/** @throws Error when two modules use one name: a single file could not hold both. */
function byName(declarations: readonly Declaration[]): ReadonlyMap<string, Declaration> {
  const known = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const first = known.get(declaration.name);
    if (first) throw new Error(`${declaration.name} is declared in ${first.module} and in ${declaration.module}: rename one of them`);
    known.set(declaration.name, declaration);
  }
  return known;
}

function exportedNames(index: string): readonly string[] {
  const lists = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list]) => list as string);
  return lists.flatMap((list) => [...list.matchAll(/(?:type )?(\w+)(?:,|\s*$)/g)].map(([, name]) => name as string));
}

function require(known: ReadonlyMap<string, Declaration>, name: string): Declaration {
  const declaration = known.get(name);
  if (!declaration) throw new Error(`core/index.ts exports ${name}, which no module declares`);
  return declaration;
}

function spokenOf(exported: readonly Declaration[], known: ReadonlyMap<string, Declaration>): readonly Declaration[] {
  const found = new Set(exported);
  for (const { names } of found) {
    for (const name of names) {
      const declaration = known.get(name);
      if (declaration) found.add(declaration);
    }
  }
  return [...found].slice(exported.length);
}
