import { parseWhenClause } from '../context-keys/when-clause.ts';
import { ShellError } from '../errors.ts';
import { parseKeybinding } from '../keybindings/key-notation.ts';
import { inspectSchema, type SchemaCheck } from '../schema/json-schema.ts';
import type { JsonSchema } from './manifest.ts';
import type { ManifestFault } from './manifest-fault.ts';
import type { ManifestNode } from './manifest-node.ts';

const codicon = /^\$\([a-z\d-]+(?:~[a-z]+)?\)$/;
/** Characters that mean something else in an address, since panels' modules are fetched by one. */
const foreignInPath = /^[/]|^[a-z][a-z\d+.-]*:|[\\?#%\0]/i;

export const isCodicon = (text: string): boolean => codicon.test(text);

/**
 * The rules that several kinds of contributions share. Each looks at one place, says what is wrong
 * there, and passes over what is missing or of another type: the check of the shape has said that.
 */
export class ManifestRules {
  readonly faults: ManifestFault[] = [];
  readonly warnings: ManifestFault[] = [];

  constructor(
    readonly pluginId: string,
    private readonly ownCommands: ReadonlySet<string>,
  ) {}

  fault({ path }: ManifestNode, problem: string, remedy: string): void {
    this.faults.push({ path, problem, remedy });
  }

  warn({ path }: ManifestNode, problem: string, remedy: string): void {
    this.warnings.push({ path, problem, remedy });
  }

  ownId(node: ManifestNode): void {
    if (node.text === undefined || (node.text.startsWith(`${this.pluginId}.`) && /^\S+[^\s.]$/.test(node.text))) return;
    this.fault(
      node,
      `does not begin with ${this.pluginId}. or holds spaces`,
      `Call it ${this.pluginId}.<name>, so that no other plugin can have the same.`,
    );
  }

  unique(nodes: readonly ManifestNode[]): void {
    const seen = new Set<string>();
    for (const node of nodes) {
      if (node.text !== undefined && seen.has(node.text)) this.fault(node, `is there twice: ${node.text}`, 'Give each its own.');
      seen.add(node.text ?? '');
    }
  }

  when(node: ManifestNode, clause = node.text): void {
    const problem = clause ? whenProblem(clause) : undefined;
    if (problem) this.fault(node, `does not parse: ${problem}`, 'Write it in the language of VS Code’s when clauses.');
  }

  /** The check for values, where the schema is sound. */
  schema(node: ManifestNode): SchemaCheck | undefined {
    if (!node.isObject) return undefined;
    const inspected = inspectSchema(node.value as JsonSchema);
    if ('check' in inspected) return inspected.check;
    this.fault(node, `is not a valid JSON Schema: ${inspected.fault}`, 'Write it as JSON Schema draft-07.');
    return undefined;
  }

  /** A command of another plugin may come and go; one of its own must be there. */
  command(node: ManifestNode, id = node.text): void {
    if (id?.startsWith(`${this.pluginId}.`) && !this.ownCommands.has(id)) {
      this.fault(node, `names ${id}, which is not among the plugin’s commands`, 'Add it to contributes.commands or correct the name.');
    }
  }

  pathInside(node: ManifestNode): void {
    if (node.text === undefined || !leavesFolder(node.text)) return;
    this.fault(
      node,
      `is not a path inside the plugin’s folder: ${node.text}`,
      'Give a relative path with forward slashes, without leading ../ and without %, ? and #.',
    );
  }

  codiconOrNothing(node: ManifestNode): void {
    if (!node.exists || (node.text !== undefined && isCodicon(node.text))) return;
    this.warn(node, 'is not a codicon and will not be drawn', 'Give $(name) with a name of https://microsoft.github.io/vscode-codicons.');
  }

  keys(node: ManifestNode): void {
    if (node.text === undefined || parseKeybinding(node.text)) return;
    this.fault(node, `is not a key combination: ${node.text}`, 'Write it as VS Code does, such as ctrl+k ctrl+s.');
  }
}

function whenProblem(clause: string): string | undefined {
  try {
    parseWhenClause(clause);
    return undefined;
  } catch (error) {
    if (!(error instanceof ShellError)) throw error;
    return `${error.details.problem} (character ${error.details.position})`;
  }
}

function leavesFolder(path: string): boolean {
  if (foreignInPath.test(path)) return true;
  let depth = 0;
  for (const segment of path.split('/')) {
    if (segment === '..') depth -= 1;
    else if (segment !== '' && segment !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return depth === 0;
}
