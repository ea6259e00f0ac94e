import { type ESTree, parseSync } from 'vite';

/** One thing that a module declares, cut out of what the compiler wrote. */
export interface Declaration {
  readonly name: string;
  /** Path of its module below `core/`. */
  readonly module: string;
  /** Text of its docstring. Empty where there is none. */
  readonly documentation: string;
  /** Without docstring and `export`, indented by two. */
  readonly text: string;
  /** Of classes and interfaces, in order. Private ones left out. */
  readonly members: readonly Member[];
  readonly kind: 'class' | 'interface' | 'type' | 'function' | 'constant';
  /** Names that it speaks of, its own and foreign ones. */
  readonly names: ReadonlySet<string>;
}

export interface Member {
  readonly name: string;
  readonly documentation: string;
  readonly text: string;
  readonly isMethod: boolean;
  readonly isStatic: boolean;
}

const kinds: Readonly<Record<string, Declaration['kind']>> = {
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
  TSDeclareFunction: 'function',
  VariableDeclaration: 'constant',
};

/** Everything that a declaration file declares at its top. @throws Error for syntax that this doesn't know. */
export function readDeclarations(module: string, text: string): readonly Declaration[] {
  const { program, comments, errors } = parseSync('module.d.ts', text);
  if (errors.length > 0) throw new Error(`${module}: ${errors[0]?.message}`);
  const source = new SourceText(text, comments);
  return program.body.flatMap((statement) => {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (!declaration || /^(Import|Export)/.test(declaration.type)) return [];
    return [readDeclaration(module, source, statement, declaration as unknown as SyntaxNode)];
  });
}

type Comment = ReturnType<typeof parseSync>['comments'][number];

/** As much of a node as is looked at here. */
interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

function readDeclaration(module: string, source: SourceText, statement: ESTree.Span, node: SyntaxNode): Declaration {
  const kind = kinds[node.type];
  if (kind === undefined) throw new Error(`${module}: ${node.type} is not expected in the plugin API`);
  return {
    ...{ module, kind },
    name: nameOf(node),
    documentation: source.documentationBefore(statement.start),
    text: indent(source.slice(node)),
    members: membersOf(node).map((member) => readMember(source, member)),
    names: namesIn(node),
  };
}

function nameOf(node: SyntaxNode): string {
  const [variable] = (node.declarations ?? []) as readonly SyntaxNode[];
  return ((variable ?? node).id as { name: string }).name;
}

function membersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const members = ((node.body as SyntaxNode | undefined)?.body ?? []) as readonly SyntaxNode[];
  return members.filter(({ accessibility, key }) => accessibility !== 'private' && (key as SyntaxNode)?.type !== 'PrivateIdentifier');
}

function readMember(source: SourceText, node: SyntaxNode): Member {
  const key = node.key as { readonly name?: string } | undefined;
  return {
    name: key?.name ?? '',
    documentation: source.documentationBefore(node.start),
    text: indent(source.slice(node))
      .replace(/^abstract /, '')
      .replaceAll(/^ {2}/gm, ''),
    isMethod: /Method/.test(node.type) && node.kind === 'method',
    isStatic: node.static === true,
  };
}

function namesIn(node: unknown, names = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return names;
  if ('type' in node && node.type === 'Identifier' && 'name' in node) names.add(String(node.name));
  for (const member of Object.values(node)) namesIn(member, names);
  return names;
}

/** The compiler indents by four. */
function indent(text: string): string {
  return text.replaceAll(/^(?: {4})+/gm, (spaces) => ' '.repeat(spaces.length / 2));
}

class SourceText {
  private readonly text: string;
  private readonly comments: readonly Comment[];

  constructor(text: string, comments: readonly Comment[]) {
    this.text = text;
    this.comments = comments;
  }

  slice({ start, end }: ESTree.Span): string {
    return this.text.slice(start, end);
  }

  /** The docstring that ends where something begins. */
  documentationBefore(start: number): string {
    const comment = this.comments.findLast(({ end }) => end <= start);
    if (comment?.type !== 'Block' || this.text.slice(comment.end, start).trim() !== '') return '';
    const lines = comment.value.replace(/^\*/, '').split('\n');
    return lines
      .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
      .join('\n')
      .trim();
  }
}
