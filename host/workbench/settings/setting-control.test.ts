import { describe, expect, test } from 'vitest';
import { controlFor, fromFieldText, toFieldText } from './setting-control.ts';

describe('the control of a setting', () => {
  test.each([
    [{ type: 'boolean' }, 'checkbox'],
    [{ type: 'string' }, 'text'],
    [{ type: 'string', editPresentation: 'multilineText' }, 'long-text'],
    [{ type: 'integer' }, 'number'],
    [{ type: 'string', enum: ['a'] }, 'select'],
    [{ type: 'array', items: { type: 'string' } }, 'lines'],
    [{ type: 'array', items: { type: 'object' } }, 'json'],
    [{ type: 'object' }, 'json'],
    [{}, 'json'],
  ])('for %j is %s', (schema, kind) => {
    expect(controlFor(schema).kind).toBe(kind);
  });

  test('names choices by their labels, else their descriptions, else their values', () => {
    const labels = (schema: object) => {
      const control = controlFor({ enum: ['a', 1], ...schema });
      return control.kind === 'select' && control.choices.map(({ label }) => label);
    };
    expect(labels({ enumItemLabels: ['A', 'Un'], enumDescriptions: ['x', 'y'] })).toEqual(['A', 'Un']);
    expect(labels({ enumDescriptions: ['x', 'y'] })).toEqual(['x', 'y']);
    expect(labels({})).toEqual(['a', '1']);
  });
});

describe('what is typed', () => {
  const number = controlFor({ type: 'number' });

  test('is a number with a point or a comma, or none', () => {
    expect(fromFieldText(number, ' 1,5 ')).toEqual({ ok: true, value: 1.5 });
    expect(fromFieldText(number, '80')).toEqual({ ok: true, value: 80 });
    expect(fromFieldText(number, '')).toEqual({ ok: false });
    expect(fromFieldText(number, 'huit')).toEqual({ ok: false });
  });

  test('is a list, one text a line', () => {
    const control = controlFor({ type: 'array', items: { type: 'string' } });
    expect(fromFieldText(control, 'a.fr\n\n b.fr\n')).toEqual({ ok: true, value: ['a.fr', ' b.fr'] });
    expect(toFieldText(control, ['a', 'b'])).toBe('a\nb');
  });

  test('is one of the choices, with its own type', () => {
    const control = controlFor({ enum: ['auto', 3] });
    expect(fromFieldText(control, '3')).toEqual({ ok: true, value: 3 });
    expect(fromFieldText(control, 'other')).toEqual({ ok: false });
  });

  test('is JSON where nothing else fits', () => {
    const control = controlFor({ type: 'object' });
    expect(fromFieldText(control, '{"a": 1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(fromFieldText(control, '{a}')).toEqual({ ok: false });
    expect(JSON.parse(toFieldText(control, { a: 1 }))).toEqual({ a: 1 });
  });
});
