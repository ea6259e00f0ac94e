import { describe, expect, test } from 'vitest';
import type { FieldSchema, FormField } from '../../../core/views/form-view.ts';
import { FormDraft, type Typed } from './form-draft.ts';

const field = (schema: FieldSchema, more: Partial<FormField> = {}): FormField => ({ name: 'a', label: 'A', schema, ...more });

/** What is said of a field once something was typed into it. */
function problem(schema: FieldSchema, typed: Typed, more: Partial<FormField> = {}): string {
  const draft = new FormDraft();
  draft.type('a', typed);
  const found = draft.problemOf(field(schema, more));
  if (!found) return '';
  return 'own' in found ? String(found.own) : found.message.key.replace('workbench.view.problem.', '');
}

describe('what is typed', () => {
  test.each<[FieldSchema, Typed, string]>([
    [{ type: 'string', minLength: 3 }, 'ab', 'min-length'],
    [{ type: 'string', minLength: 3 }, '👪👪👪', ''],
    [{ type: 'string', maxLength: 2 }, 'abc', 'max-length'],
    [{ type: 'string', pattern: '^\\d{14}$' }, '123', 'pattern'],
    [{ type: 'string', pattern: '^\\d{14}$', patternErrorMessage: 'Quatorze chiffres' }, '123', 'Quatorze chiffres'],
    [{ type: 'string', pattern: '^\\d{14}$' }, '12345678901234', ''],
    [{ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(40)}!`, 'pattern'],
    [{ type: 'number', minimum: 0 }, '-1', 'minimum'],
    [{ type: 'number', maximum: 10 }, '10,5', 'maximum'],
    [{ type: 'number' }, 'dix', 'number'],
    [{ type: 'number' }, '7,5', ''],
    [{ type: 'integer' }, '7,5', 'integer'],
    [{ type: 'array', minItems: 2 }, 'une ligne', 'min-items'],
    [{ type: 'array', items: { type: 'string' }, maxItems: 1 }, 'a\nb', 'max-items'],
  ])('%j of %j: %j', (schema, typed, expected) => {
    expect(problem({ ...schema, ...(schema.type === 'array' && { items: { type: 'string' } }) }, typed)).toBe(expected);
  });

  test('is asked for only where it is required, and only once it was tried', () => {
    expect(problem({ type: 'string' }, '')).toBe('');
    expect(problem({ type: 'string' }, '', { isRequired: true })).toBe('required');
    const draft = new FormDraft();
    const required = field({ type: 'string' }, { isRequired: true });
    expect(draft.problemOf(required)).toBeUndefined();
    expect(draft.findProblems([required])).toEqual([required]);
    expect(draft.problemOf(required)).toBeDefined();
  });
});

test('values are what the schemas say, without what was left empty', () => {
  const fields: FormField[] = [
    { name: 'name', label: '', schema: { type: 'string' }, value: 'Zoé' },
    { name: 'hours', label: '', schema: { type: 'number' } },
    { name: 'paid', label: '', schema: { type: 'boolean' } },
    { name: 'kind', label: '', schema: { type: 'integer', enum: [1, 2] } },
    { name: 'tags', label: '', schema: { type: 'array', items: { type: 'string' } } },
    { name: 'note', label: '', schema: { type: 'string' }, value: 'x' },
    { name: 'secret', label: '', schema: { type: 'string', writeOnly: true }, value: 'never' },
  ];
  const draft = new FormDraft();
  for (const [name, typed] of [
    ['hours', '7,5'],
    ['kind', '2'],
    ['tags', 'a\n\nb'],
    ['note', ''],
  ] as const)
    draft.type(name, typed);
  expect(draft.values(fields)).toEqual({ name: 'Zoé', hours: 7.5, paid: false, kind: 2, tags: ['a', 'b'] });
});

test('what was typed outlives what is published, until it was submitted', () => {
  const draft = new FormDraft();
  const saved = (value: string) => [field({ type: 'string' }, { value })];
  draft.type('a', 'typed');
  expect(draft.hasChanges(saved('old'))).toBe(true);
  expect(draft.values(saved('newer'))).toEqual({ a: 'typed' });
  const submitted = draft.noteSubmission();
  draft.type('a', 'typed since');
  draft.forget(submitted);
  expect(draft.values(saved('typed'))).toEqual({ a: 'typed since' });
  draft.forget(draft.noteSubmission());
  expect(draft.hasChanges(saved('typed since'))).toBe(false);
});

test('what the plugin found wrong goes when the user changes it, and comes again after the next try', () => {
  const draft = new FormDraft();
  const refused = field({ type: 'string' }, { value: 'x', problem: 'Déjà pris' });
  expect(draft.problemOf(refused)).toEqual({ own: 'Déjà pris' });
  draft.type('a', 'y');
  expect(draft.problemOf(refused)).toBeUndefined();
  draft.noteSubmission();
  expect(draft.problemOf(refused)).toEqual({ own: 'Déjà pris' });
});
