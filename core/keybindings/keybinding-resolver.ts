import { whenClauseHolds } from '../context-keys/when-clause.ts';
import type { KeybindingContribution } from '../manifest/manifest.ts';
import { isModifierPress, type KeyPress, type MatchQuality, matchStroke } from './key-match.ts';
import { type KeyStroke, parseKeybinding } from './key-notation.ts';

/** What a sequence of presses comes to. */
export type KeybindingResolution =
  | { readonly kind: 'none' }
  /** The beginning of a chord: the next press decides. */
  | { readonly kind: 'more' }
  | { readonly kind: 'command'; readonly command: string; readonly args: unknown };

interface Rule {
  readonly command: string;
  readonly notation: string;
  readonly strokes: readonly KeyStroke[];
  readonly when: string | undefined;
  readonly args: unknown;
}

type Lookup = (key: string) => unknown;

/**
 * Finds the command of pressed keys as VS Code does: of all bindings whose `when` holds, the last one
 * declared. A binding of `-command` takes back those of `command`, wherever they are declared, that begin
 * with the same keys and, where it has a `when`, have the same one.
 * Source: `keybinding/common/keybindingResolver.ts` of microsoft/vscode.
 */
export class KeybindingResolver {
  private readonly rules: readonly Rule[];
  private readonly mac: boolean;
  /** By command; found out when first asked for. */
  private shownRules: ReadonlyMap<string, readonly Rule[]> | undefined;

  /** @param bindings in the order of their declaration. Those that don't parse are left out. */
  constructor(bindings: readonly KeybindingContribution[], { mac }: { readonly mac: boolean }) {
    this.mac = mac;
    const rules = bindings.flatMap((binding) => toRule(binding, mac));
    const removals = rules.filter(({ command }) => command.startsWith('-'));
    this.rules = rules.filter((rule) => !rule.command.startsWith('-') && !removals.some((removal) => removes(removal, rule)));
  }

  /**
   * @param presses the current chord, its latest press last. Presses of a modifier alone are passed over.
   * @param lookup values of context keys.
   */
  resolve(presses: readonly KeyPress[], lookup: Lookup): KeybindingResolution {
    const strokes = presses.filter((press) => !isModifierPress(press));
    if (strokes.length === 0) return { kind: 'none' };
    const found = this.findLast(strokes, 'exact', lookup) ?? this.findLast(strokes, 'approximate', lookup);
    if (!found) return { kind: 'none' };
    if (found.strokes.length > strokes.length) return { kind: 'more' };
    return { kind: 'command', command: found.command, args: found.args };
  }

  /**
   * The notation of a command's binding, to show beside it: the last one whose `when` holds, else the last.
   * Bindings whose keys a later one takes for another command don't count.
   */
  notationOf(command: string, lookup: Lookup): string | undefined {
    this.shownRules ??= groupShownRules(this.rules);
    const rules = this.shownRules.get(command) ?? [];
    return (rules.findLast(({ when }) => whenClauseHolds(when, lookup)) ?? rules.at(-1))?.notation;
  }

  private findLast(presses: readonly KeyPress[], wanted: MatchQuality, lookup: Lookup): Rule | undefined {
    return this.rules.findLast(({ strokes, when }) => {
      if (presses.length > strokes.length) return false;
      const qualities = presses.map((press, index) => matchStroke(strokes[index] as KeyStroke, press, { mac: this.mac }));
      const fits = qualities.every((quality) => quality === 'exact' || quality === wanted);
      return fits && whenClauseHolds(when, lookup);
    });
  }
}

function toRule({ command, key, mac: macKey, when, args }: KeybindingContribution, mac: boolean): Rule[] {
  const notation = (mac ? macKey : undefined) ?? key;
  const strokes = parseKeybinding(notation);
  return strokes ? [{ command, notation, strokes, when, args }] : [];
}

function removes(removal: Rule, rule: Rule): boolean {
  return removal.command === `-${rule.command}` && beginsWith(rule, removal) && (removal.when === undefined || removal.when === rule.when);
}

/** By command, without those whose keys a later rule takes for another. */
function groupShownRules(rules: readonly Rule[]): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const [index, rule] of rules.entries()) {
    if (rules.slice(index + 1).some((later) => takes(later, rule))) continue;
    groups.set(rule.command, [...(groups.get(rule.command) ?? []), rule]);
  }
  return groups;
}

/** Whether a later rule leaves an earlier one of another command no chance. */
function takes(later: Rule, rule: Rule): boolean {
  const always = later.when === undefined || later.when === rule.when;
  return later.command !== rule.command && always && (beginsWith(rule, later) || beginsWith(later, rule));
}

function beginsWith(rule: Rule, beginning: Rule): boolean {
  return beginning.strokes.every((stroke, index) => {
    const other = rule.strokes[index];
    return other !== undefined && isSameStroke(stroke, other);
  });
}

function isSameStroke(one: KeyStroke, other: KeyStroke): boolean {
  const sameModifiers = one.ctrl === other.ctrl && one.shift === other.shift && one.alt === other.alt && one.meta === other.meta;
  return sameModifiers && one.key.kind === other.key.kind && one.key.code === other.key.code;
}
