import type { Pattern } from '../pattern/pattern.ts';

export type ComparisonOperator = '<' | '<=' | '>' | '>=';

/** A parsed `when` clause. */
export type Condition =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'truthy'; readonly key: string; readonly negated: boolean }
  | { readonly kind: 'equals'; readonly key: string; readonly value: string; readonly negated: boolean }
  | { readonly kind: 'matches'; readonly key: string; readonly pattern: Pattern; readonly negated: boolean }
  | { readonly kind: 'in'; readonly key: string; readonly listKey: string; readonly negated: boolean }
  /** A value that isn't a number, on either side, makes every comparison false, its contrary too. */
  | { readonly kind: 'compares'; readonly key: string; readonly operator: ComparisonOperator; readonly operand: number }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] };

export type Lookup = (key: string) => unknown;

const contraries = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

/** The condition that VS Code makes of `!(…)`: each part turned round, so that a comparison becomes the contrary one. */
export function negate(condition: Condition): Condition {
  switch (condition.kind) {
    case 'constant':
      return { ...condition, value: !condition.value };
    case 'compares':
      return { ...condition, operator: contraries[condition.operator] };
    case 'all':
      return { kind: 'any', parts: condition.parts.map(negate) };
    case 'any':
      return { kind: 'all', parts: condition.parts.map(negate) };
    default:
      return { ...condition, negated: !condition.negated };
  }
}

export function holds(condition: Condition, lookup: Lookup): boolean {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'truthy':
      return Boolean(lookup(condition.key)) !== condition.negated;
    case 'equals':
      // biome-ignore lint/suspicious/noDoubleEquals: VS Code compares loosely, so that 5 equals '5'
      return (lookup(condition.key) == condition.value) !== condition.negated;
    case 'matches':
      return condition.pattern.test(String(lookup(condition.key))) !== condition.negated;
    case 'in':
      return isMember(lookup(condition.key), lookup(condition.listKey)) !== condition.negated;
    case 'compares':
      return compare(Number.parseFloat(String(lookup(condition.key))), condition.operator, condition.operand);
    case 'all':
      return condition.parts.every((part) => holds(part, lookup));
    case 'any':
      return condition.parts.some((part) => holds(part, lookup));
  }
}

/** Adds the keys that a condition may look up. */
export function collectKeys(condition: Condition, keys: Set<string>): void {
  if ('parts' in condition) {
    for (const part of condition.parts) collectKeys(part, keys);
  } else if (condition.kind !== 'constant') {
    keys.add(condition.key);
    if (condition.kind === 'in') keys.add(condition.listKey);
  }
}

/** Whether a list holds an item, or an object a member of that name. */
function isMember(item: unknown, container: unknown): boolean {
  if (Array.isArray(container)) return container.includes(item);
  return typeof item === 'string' && typeof container === 'object' && container !== null && Object.hasOwn(container, item);
}

function compare(value: number, operator: ComparisonOperator, operand: number): boolean {
  switch (operator) {
    case '<':
      return value < operand;
    case '<=':
      return value <= operand;
    case '>':
      return value > operand;
    case '>=':
      return value >= operand;
  }
}
