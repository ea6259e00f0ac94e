import type { Serialisable } from '../../../core/message.ts';
import type { FormField } from '../../../core/views/form-view.ts';
import { controlFor, fromFieldText, type SettingControl, toFieldText } from '../settings/setting-control.ts';
import { checkField, type FieldProblem, windowProblem } from './field-check.ts';

/** What stands in a field's control: its text, or for a checkbox whether it is ticked. */
export type Typed = string | boolean;

/** What the user has typed into a form's fields and not yet submitted. It outlives whatever is published meanwhile. */
export class FormDraft {
  private readonly typed = new Map<string, Typed>();
  /** Fields whose problems are told: those that were edited, and after a try to submit all. */
  private readonly touched = new Set<string>();
  /** Fields that were edited since the plugin last found something wrong with them. */
  private readonly corrected = new Set<string>();

  type(name: string, typed: Typed): void {
    this.typed.set(name, typed);
    this.touched.add(name);
    this.corrected.add(name);
  }

  /** What stands in a field: what was typed, else what is saved. */
  shownIn(field: FormField): Typed {
    return this.typed.get(field.name) ?? savedIn(field);
  }

  /** Whether something typed isn't what is saved. */
  hasChanges(fields: readonly FormField[]): boolean {
    return fields.some((field) => this.shownIn(field) !== savedIn(field));
  }

  /** What is wrong with a field, as far as its user should know by now. */
  problemOf(field: FormField): FieldProblem | undefined {
    const own = this.touched.has(field.name) ? this.checkOf(field) : undefined;
    if (own) return own;
    return field.problem !== undefined && !this.corrected.has(field.name) ? { own: field.problem } : undefined;
  }

  /** Has the problems of all fields told. The fields that can't be submitted as they are. */
  findProblems(fields: readonly FormField[]): readonly FormField[] {
    for (const { name } of fields) this.touched.add(name);
    return fields.filter((field) => this.checkOf(field) !== undefined);
  }

  /** The values to submit, by field. Fields left empty are left out. */
  values(fields: readonly FormField[]): Readonly<Record<string, Serialisable>> {
    const values = fields.map((field) => [field.name, this.valueOf(field)] as const);
    return Object.fromEntries(values.filter((entry): entry is [string, Serialisable] => entry[1] !== undefined));
  }

  /** What stands in the fields was submitted: what the plugin finds wrong from now on is about that. */
  noteSubmission(): ReadonlyMap<string, Typed> {
    this.corrected.clear();
    return new Map(this.typed);
  }

  /** What was submitted is saved; what was typed since is not. */
  forget(submitted: ReadonlyMap<string, Typed>): void {
    for (const [name, typed] of submitted) {
      if (this.typed.get(name) === typed) this.typed.delete(name);
    }
    this.touched.clear();
  }

  private checkOf(field: FormField): FieldProblem | undefined {
    const shown = this.shownIn(field);
    const isNumber = controlOf(field).kind === 'number';
    if (isNumber && shown !== '' && this.valueOf(field) === undefined) return windowProblem('number');
    return checkField(field, this.valueOf(field));
  }

  private valueOf(field: FormField): Serialisable | undefined {
    const shown = this.shownIn(field);
    if (typeof shown === 'boolean') return shown;
    if (shown === '') return undefined;
    const read = fromFieldText(controlOf(field), shown);
    return read.ok ? read.value : undefined;
  }
}

/** By which control a field is edited: as settings are. */
export function controlOf({ schema }: FormField): SettingControl {
  return controlFor(schema);
}

function savedIn(field: FormField): Typed {
  const control = controlOf(field);
  if (control.kind === 'checkbox') return field.value === true;
  // A secret that is saved is never shown.
  return field.schema.writeOnly || field.value === undefined ? '' : toFieldText(control, field.value);
}
