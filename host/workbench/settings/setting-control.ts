import type { JsonSchema } from '../../../core/manifest/manifest.ts';
import type { Serialisable } from '../../../core/message.ts';

/** One value that a setting may have, with what it means. */
export interface SettingChoice {
  readonly value: Serialisable;
  readonly label: string;
}

/** By which control a setting is edited. Lists of texts are edited one a line, anything else as JSON. */
export type SettingControl =
  | { readonly kind: 'checkbox' }
  | { readonly kind: 'select'; readonly choices: readonly SettingChoice[] }
  | { readonly kind: 'number'; readonly minimum?: number; readonly maximum?: number; readonly isInteger: boolean }
  | { readonly kind: 'text' | 'long-text' | 'lines' | 'json' };

/** What a field's text means for a setting. */
export type ReadValue = { readonly ok: true; readonly value: Serialisable } | { readonly ok: false };

/** Chooses the control for a JSON Schema. */
export function controlFor(schema: JsonSchema): SettingControl {
  if (Array.isArray(schema.enum)) return { kind: 'select', choices: choicesOf(schema, schema.enum) };
  switch (schema.type) {
    case 'boolean':
      return { kind: 'checkbox' };
    case 'integer':
    case 'number':
      return { kind: 'number', isInteger: schema.type === 'integer', ...bounds(schema) };
    case 'string':
      return { kind: schema.editPresentation === 'multilineText' ? 'long-text' : 'text' };
    case 'array':
      return { kind: (schema.items as JsonSchema | undefined)?.type === 'string' ? 'lines' : 'json' };
    default:
      return { kind: 'json' };
  }
}

/** A value as the control's field shows it. */
export function toFieldText(control: SettingControl, value: Serialisable): string {
  switch (control.kind) {
    case 'json':
      return JSON.stringify(value, null, 2);
    case 'lines':
      return Array.isArray(value) ? value.join('\n') : '';
    default:
      return value === null || value === undefined ? '' : String(value);
  }
}

/** What a user wrote into the control's field. */
export function fromFieldText(control: SettingControl, text: string): ReadValue {
  switch (control.kind) {
    case 'number':
      return toNumber(text);
    case 'select':
      return toChoice(control.choices, text);
    case 'lines':
      return { ok: true, value: text.split('\n').filter((line) => line.trim() !== '') };
    case 'json':
      return toJson(text);
    default:
      return { ok: true, value: text };
  }
}

/** VS Code's `enumItemLabels`, else its `enumDescriptions`, else the values themselves. */
function choicesOf({ enumItemLabels, enumDescriptions }: JsonSchema, values: readonly Serialisable[]): readonly SettingChoice[] {
  const labels = (enumItemLabels ?? enumDescriptions) as readonly string[] | undefined;
  return values.map((value, index) => ({ value, label: labels?.[index] ?? String(value) }));
}

function bounds({ minimum, maximum }: JsonSchema): { minimum?: number; maximum?: number } {
  return { ...(typeof minimum === 'number' && { minimum }), ...(typeof maximum === 'number' && { maximum }) };
}

/** French keyboards give a comma. */
function toNumber(text: string): ReadValue {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? { ok: false } : { ok: true, value };
}

function toChoice(choices: readonly SettingChoice[], text: string): ReadValue {
  const found = choices.find(({ value }) => String(value) === text);
  return found ? { ok: true, value: found.value } : { ok: false };
}

function toJson(text: string): ReadValue {
  try {
    return { ok: true, value: JSON.parse(text) as Serialisable };
  } catch {
    return { ok: false };
  }
}
