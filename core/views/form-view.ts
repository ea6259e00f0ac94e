import type { Serialisable } from '../message.ts';
import type { ViewFrame, ViewText } from './view.ts';

/** State of a panel with `"view": "form"`. */
export type FormView = ViewFrame & {
  /** At most 200. */
  readonly fields: readonly FormField[];
  /**
   * Runs with every field's value by its name, beside what `args` holds. Describe them in the command's `arguments`: its schema is what
   * the host holds them to. `null`: nothing can be submitted now. When it succeeds, nothing counts as unsaved any more.
   */
  readonly submit: null | { readonly title: ViewText; readonly command: string; readonly args?: { readonly [name: string]: Serialisable } };
};

export type FormField = {
  /** Under which its value is submitted. */
  readonly name: string;
  readonly label: ViewText;
  readonly description?: ViewText;
  /** What may be typed; it also chooses the control, as for settings. */
  readonly schema: FieldSchema;
  /** What is said for each entry of `enum`. Default: the entries themselves. */
  readonly choices?: readonly ViewText[];
  /** Default: false. */
  readonly isRequired?: boolean;
  /** What is saved. What the user typed stays until it is submitted. Never set for secrets. */
  readonly value?: Serialisable;
  /** What is wrong with the value that was submitted; goes when the user changes it. */
  readonly problem?: ViewText;
};

/** The part of JSON Schema (draft-07) that is checked while the user types. */
export type FieldSchema = {
  readonly type: 'string' | 'boolean' | 'number' | 'integer' | 'array';
  readonly enum?: readonly (string | number)[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  /** What `pattern` asks for, in words. */
  readonly patternErrorMessage?: ViewText;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of texts, one a line. */
  readonly items?: { readonly type: 'string' };
  readonly minItems?: number;
  readonly maxItems?: number;
  /** A secret: typed unseen, never shown again, and submitted only when it was typed. */
  readonly writeOnly?: boolean;
  /** `multilineText` for a text of several lines. */
  readonly editPresentation?: 'singlelineText' | 'multilineText';
};
