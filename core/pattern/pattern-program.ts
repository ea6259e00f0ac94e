import type { PatternNode } from './pattern-parser.ts';

/** One state of the machine that a pattern becomes; `next`, `targets` and `body` are indices of instructions. */
export type Instruction =
  | { readonly kind: 'character'; readonly accepts: (character: string) => boolean; readonly next: number }
  | { readonly kind: 'assertion'; readonly holds: (characters: readonly string[], position: number) => boolean; readonly next: number }
  | { readonly kind: 'lookahead'; readonly negative: boolean; readonly body: number; readonly next: number }
  | { readonly kind: 'fork'; readonly targets: readonly number[] }
  | { readonly kind: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly start: number;
}

interface CompileOptions {
  /** Flags for what one character may be: some of `i`, `s`, `u`. */
  readonly atomFlags: string;
  readonly multiline: boolean;
}

/** Bounds what `{n,m}` unrolls to. */
const maximumNodes = 2_000;

/** @throws SyntaxError when repetitions make the program too large. */
export function compileProgram(root: PatternNode, options: CompileOptions): Program {
  const compiler = new ProgramCompiler(options);
  const start = compiler.compile(root, compiler.add({ kind: 'match' }));
  return { instructions: compiler.instructions, start };
}

class ProgramCompiler {
  readonly instructions: Instruction[] = [];
  private compiledNodes = 0;

  constructor(private readonly options: CompileOptions) {}

  add(instruction: Instruction): number {
    return this.instructions.push(instruction) - 1;
  }

  /** Adds what matches a node and then goes on at `next`. Returns where to enter. */
  compile(node: PatternNode, next: number): number {
    this.compiledNodes += 1;
    if (this.compiledNodes > maximumNodes) throw new SyntaxError('its repetitions make it too large');
    switch (node.kind) {
      case 'literal':
      case 'atom':
        return this.add({ kind: 'character', accepts: characterTest(node, this.options.atomFlags), next });
      case 'sequence':
        return node.parts.reduceRight((following, part) => this.compile(part, following), next);
      case 'choice':
        return this.add({ kind: 'fork', targets: node.parts.map((part) => this.compile(part, next)) });
      case 'repeat':
        return this.compileRepeat(node, next);
      case 'lookahead':
        return this.add({ kind: 'lookahead', negative: node.negative, body: this.compile(node.body, this.add({ kind: 'match' })), next });
      default:
        return this.add({ kind: 'assertion', holds: assertionTest(node.kind, this.options), next });
    }
  }

  private compileRepeat(node: Extract<PatternNode, { kind: 'repeat' }>, next: number): number {
    let entry = next;
    if (node.maximum === Number.POSITIVE_INFINITY) {
      const targets = [next];
      entry = this.add({ kind: 'fork', targets });
      targets.push(this.compile(node.body, entry));
    } else {
      for (let count = node.minimum; count < node.maximum; count += 1) {
        entry = this.add({ kind: 'fork', targets: [this.compile(node.body, entry), next] });
      }
    }
    for (let count = 0; count < node.minimum; count += 1) entry = this.compile(node.body, entry);
    return entry;
  }
}

function characterTest(node: Extract<PatternNode, { kind: 'literal' | 'atom' }>, flags: string): (character: string) => boolean {
  if (node.kind === 'literal' && (!flags.includes('i') || '{}]'.includes(node.character)))
    return (character) => character === node.character;
  const expression = new RegExp(`^(?:${node.kind === 'literal' ? node.character : node.source})$`, flags);
  return (character) => expression.test(character);
}

function assertionTest(kind: 'start' | 'end' | 'boundary' | 'not-boundary', { atomFlags, multiline }: CompileOptions) {
  const isLineEnd = (character: string | undefined) => multiline && character !== undefined && /^[\n\r\u2028\u2029]$/.test(character);
  const word = new RegExp('^\\w$', atomFlags);
  const isWord = (character: string | undefined) => character !== undefined && word.test(character);
  return (characters: readonly string[], position: number): boolean => {
    const before = characters[position - 1];
    const after = characters[position];
    if (kind === 'start') return position === 0 || isLineEnd(before);
    if (kind === 'end') return position === characters.length || isLineEnd(after);
    return (isWord(before) !== isWord(after)) === (kind === 'boundary');
  };
}
