import { type PatternNode, parsePattern } from './pattern-parser.ts';
import { compileProgram, type Instruction } from './pattern-program.ts';

/** Longest pattern that is taken, in UTF-16 units. */
export const maximumPatternLength = 1_000;
/** A longer text matches no pattern. In UTF-16 units. */
export const maximumTextLength = 4_096;
/** A text whose match isn't found within so many steps, a fraction of a second, doesn't match. */
const maximumSteps = 1_000_000;

/** Something that tells whether a text matches, in bounded time whatever the pattern and the text. */
export interface Pattern {
  test(text: string): boolean;
}

/**
 * Makes a regular expression that can't hang its caller, for patterns that come from a manifest.
 *
 * JavaScript's own engine tries every way to match one after the other, which for `(a+)+$` and thirty
 * letters takes minutes. This one remembers where it has been, so that each place of the pattern meets
 * each place of the text once. The language is JavaScript's, without captures, back references,
 * lookbehind and inline flags; `g` and `y` are ignored.
 *
 * @param flags any of `gimsuy`.
 * @throws SyntaxError when the pattern is invalid, too long, or uses what is left out.
 */
export function compilePattern(source: string, flags = ''): Pattern {
  if (source.length > maximumPatternLength) throw new SyntaxError(`it is longer than ${maximumPatternLength} characters`);
  if (/[^gimsuy]/.test(flags)) throw new SyntaxError(`its flags ${flags} are not all of g, i, m, s, u, y`);
  // The engine's own judgment of what is valid; never run, so harmless.
  const { unicode, ignoreCase, multiline, dotAll } = new RegExp(source, flags);
  const root: PatternNode = parsePattern(source, unicode);
  const atomFlags = `${ignoreCase ? 'i' : ''}${dotAll ? 's' : ''}${unicode ? 'u' : ''}`;
  const { instructions, start } = compileProgram(root, { atomFlags, multiline });
  return {
    test(text) {
      if (text.length > maximumTextLength) return false;
      const characters = unicode ? [...text] : text.split('');
      return new Search(instructions, characters).matchesAnywhere(start);
    },
  };
}

/** One run over one text. */
class Search {
  private steps = 0;

  constructor(
    private readonly instructions: readonly Instruction[],
    private readonly characters: readonly string[],
  ) {}

  matchesAnywhere(start: number): boolean {
    const visited = new Set<number>();
    return (
      this.characters.some((_character, position) => this.reachesEnd(start, position, visited)) ||
      this.reachesEnd(start, this.characters.length, visited)
    );
  }

  /** Whether some way from a place leads to a `match`. Places seen before are known to lead nowhere. */
  private reachesEnd(start: number, from: number, visited: Set<number>): boolean {
    const width = this.characters.length + 1;
    const pending = [start * width + from];
    while (pending.length > 0 && this.steps < maximumSteps) {
      this.steps += 1;
      const place = pending.pop() as number;
      if (visited.has(place)) continue;
      visited.add(place);
      const position = place % width;
      const instruction = this.instructions[(place - position) / width] as Instruction;
      if (instruction.kind === 'match') return true;
      for (const next of this.follow(instruction, position)) pending.push(next);
    }
    return false;
  }

  private follow(instruction: Exclude<Instruction, { kind: 'match' }>, position: number): number[] {
    const width = this.characters.length + 1;
    if (instruction.kind === 'fork') return instruction.targets.map((target) => target * width + position);
    if (instruction.kind === 'character') {
      const accepted = position < this.characters.length && instruction.accepts(this.characters[position] as string);
      return accepted ? [instruction.next * width + position + 1] : [];
    }
    const holds =
      instruction.kind === 'assertion'
        ? instruction.holds(this.characters, position)
        : this.reachesEnd(instruction.body, position, new Set()) !== instruction.negative;
    return holds ? [instruction.next * width + position] : [];
  }
}
