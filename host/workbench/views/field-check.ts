import type { Message, Serialisable } from '../../../core/message.ts';
import { compilePattern, type Pattern } from '../../../core/pattern/pattern.ts';
import type { FieldSchema, FormField } from '../../../core/views/form-view.ts';
import type { ViewText } from '../../../core/views/view.ts';

/** What is wrong with what was typed: a sentence of the plugin's, or one of the window's. */
export type FieldProblem = { readonly own: ViewText } | { readonly message: Message };

const patterns = new Map<string, Pattern>();

/**
 * What is wrong with a field's value by its schema, the first thing only. The command's own schema decides in the end; this says it while
 * the user types.
 *
 * @param value `undefined` for a field that is left empty.
 */
export function checkField({ schema, isRequired = false }: FormField, value: Serialisable | undefined): FieldProblem | undefined {
  if (value === undefined) return isRequired ? windowProblem('required') : undefined;
  if (schema.enum && !schema.enum.some((choice) => choice === value)) return windowProblem('choice');
  if (typeof value === 'number') return checkNumber(schema, value);
  if (typeof value === 'string') return checkText(schema, value);
  return Array.isArray(value) ? checkList(schema, value.length) : undefined;
}

function checkNumber({ type, minimum, maximum }: FieldSchema, value: number): FieldProblem | undefined {
  if (type === 'integer' && !Number.isInteger(value)) return windowProblem('integer');
  if (minimum !== undefined && value < minimum) return windowProblem('minimum', { minimum });
  return maximum !== undefined && value > maximum ? windowProblem('maximum', { maximum }) : undefined;
}

function checkText({ minLength, maxLength, pattern, patternErrorMessage }: FieldSchema, value: string): FieldProblem | undefined {
  // JSON Schema counts characters, not UTF-16 units.
  const { length } = [...value];
  if (minLength !== undefined && length < minLength) return windowProblem('min-length', { minimum: minLength });
  if (maxLength !== undefined && length > maxLength) return windowProblem('max-length', { maximum: maxLength });
  if (pattern === undefined || patternOf(pattern).test(value)) return undefined;
  return patternErrorMessage === undefined ? windowProblem('pattern') : { own: patternErrorMessage };
}

function checkList({ minItems, maxItems }: FieldSchema, length: number): FieldProblem | undefined {
  if (minItems !== undefined && length < minItems) return windowProblem('min-items', { minimum: minItems });
  return maxItems !== undefined && length > maxItems ? windowProblem('max-items', { maximum: maxItems }) : undefined;
}

export function windowProblem(name: string, args: Readonly<Record<string, number>> = {}): FieldProblem {
  return { message: { key: `workbench.view.problem.${name}`, args } };
}

function patternOf(source: string): Pattern {
  const pattern = patterns.get(source) ?? compilePattern(source, 'u');
  patterns.set(source, pattern);
  return pattern;
}
