import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'vite';

/** One import, export-from, dynamic import or `import('…')` type. */
export interface Import {
  /** Path of the importing file from the repository's root. */
  readonly from: string;
  readonly line: number;
  readonly specifier: string;
  /** Where it leads: a path from the repository's root, a package's name, or `node:…`. */
  readonly target: string;
  /** Gone once compiled. */
  readonly isTypeOnly: boolean;
}

/**
 * Reads the imports of a TypeScript file. Specifiers that are computed at run time can't be seen.
 * @throws SyntaxError naming the file.
 */
export function readImports(path: string, source: string): Import[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  const found: Import[] = [];
  const add = (node: ESTree.Node | null | undefined, isTypeOnly: boolean) => {
    if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
    const line = source.slice(0, node.start).split('\n').length;
    found.push({ from: path, line, specifier: node.value, target: resolveTarget(path, node.value), isTypeOnly });
  };
  new Visitor({
    ImportDeclaration: ({ source: from, importKind }) => add(from, importKind === 'type'),
    ExportNamedDeclaration: ({ source: from, exportKind }) => add(from, exportKind === 'type'),
    ExportAllDeclaration: ({ source: from, exportKind }) => add(from, exportKind === 'type'),
    ImportExpression: ({ source: from }) => add(from, false),
    TSImportType: ({ source: from }) => add(from, true),
    TSExternalModuleReference: ({ expression }) => add(expression, false),
  }).visit(program);
  return found;
}

function resolveTarget(from: string, specifier: string): string {
  const path = specifier.replace(/[?#].*$/, '');
  if (path === 'boule-bleue') return 'core/index.ts';
  if (path.startsWith('.')) return posix.join(posix.dirname(from), path);
  if (isBuiltin(path)) return path.startsWith('node:') ? path : `node:${path}`;
  return path.split('/', path.startsWith('@') ? 2 : 1).join('/');
}
