import { describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { compileSchema, inspectSchema } from './json-schema.ts';

const account = {
  type: 'object',
  properties: {
    siret: { type: 'string', minLength: 14 },
    password: { type: 'string', minLength: 1, maxLength: 30, writeOnly: true },
    kind: { enum: ['main', 'other'] },
  },
  required: ['siret', 'password'],
  additionalProperties: false,
};

describe('compileSchema', () => {
  test('accepts a value of the declared shape', () => {
    expect(compileSchema(account)({ siret: '01234567890123', password: 'x' })).toEqual({ ok: true });
  });

  test('names every problem with its place, and never a value', () => {
    const outcome = compileSchema(account)({ siret: 'abc', password: '', kind: 'z', surname: 'Durand' });
    expect(outcome).toEqual({
      ok: false,
      problems:
        'it must not have a member "surname"; siret must NOT have fewer than 14 characters; ' +
        'password must NOT have fewer than 1 characters; kind must be one of ["main","other"]',
    });
  });

  test('takes a Secret where a string is marked writeOnly, whatever its other keywords', () => {
    expect(compileSchema(account)({ siret: '01234567890123', password: new Secret('') })).toEqual({ ok: true });
  });

  test('refuses a Secret where a plain string is expected', () => {
    expect(compileSchema(account)({ siret: new Secret('01234567890123'), password: 'x' })).toMatchObject({
      ok: false,
      problems: 'siret must be string',
    });
  });

  test('takes a Secret in a definition that is referred to', () => {
    const check = compileSchema({
      type: 'array',
      items: { $ref: '#/definitions/key' },
      definitions: { key: { type: 'string', writeOnly: true } },
    });
    expect(check([new Secret('a'), 'b'])).toEqual({ ok: true });
    expect(check([1])).toMatchObject({ ok: false, problems: '0 must be string' });
  });

  test('ignores keywords and formats it does not know', () => {
    expect(compileSchema({ type: 'string', format: 'email', markdownDescription: '**x**', order: 1 })('not an address')).toEqual({
      ok: true,
    });
  });

  test('does not take an inherited member for a required one', () => {
    expect(compileSchema({ type: 'object', required: ['toString'] })({})).toMatchObject({ ok: false });
  });

  test('accepts nothing under a schema that is itself invalid, and says so', () => {
    expect(compileSchema({ $ref: '#/definitions/missing' })({})).toMatchObject({
      ok: false,
      problems: expect.stringMatching(/^its schema is invalid: /),
    });
    expect(compileSchema({ type: 'strng' })('x')).toMatchObject({ ok: false });
  });

  test('keeps two schemas of the same $id apart', () => {
    expect(compileSchema({ $id: 'same', type: 'string' })('x')).toEqual({ ok: true });
    expect(compileSchema({ $id: 'same', type: 'number' })(1)).toEqual({ ok: true });
  });

  test('refuses a value nested too deeply instead of overflowing', () => {
    const check = compileSchema({ type: 'array', items: { $ref: '#' } });
    let nested: unknown[] = [];
    for (let depth = 0; depth < 200_000; depth += 1) nested = [nested];
    expect(check(nested)).toEqual({ ok: false, problems: 'it is nested too deeply' });
  });

  test('is not hung by a pattern that other engines take for ever to fail', () => {
    const check = compileSchema({ properties: { a: { pattern: '^(x+)+$' }, b: { pattern: '^y$' } } });
    expect(check({ a: `${'x'.repeat(50)}!`, b: 'y' })).toEqual({ ok: false, problems: 'a must match pattern "^(x+)+$"' });
  });

  test('shows ten problems at most', () => {
    const outcome = compileSchema({ type: 'array', items: { type: 'string' } })(Array.from({ length: 50 }, () => 1));
    expect(outcome).toMatchObject({ ok: false, problems: expect.stringMatching(/^0 must be string; .*9 must be string; …$/) });
  });
});

describe('inspectSchema', () => {
  test.each([
    [{ type: 'strng' }, /^type must be JSONType/],
    [{ type: 'object', required: 'siret' }, /^required value must be \["array"\]/],
    [{ enum: 'a' }, /^enum value must be/],
    [{ properties: { a: { minLength: '1' } } }, /^minLength value must be/],
    [{ type: 'string', pattern: '(' }, /^pattern "\("/],
    [{ patternProperties: { '(a)\\1': { type: 'string' } } }, /refers back to a group/],
    [{ $ref: '#/definitions/missing' }, /can't resolve reference/],
  ])('tells what is wrong with %j', (schema, fault) => {
    expect(inspectSchema(schema)).toEqual({ fault: expect.stringMatching(fault) });
  });

  test('gives the check of a sound schema, whichever draft it names', () => {
    expect(inspectSchema({ $schema: 'http://json-schema.org/draft-07/schema#', ...account })).toEqual({ check: expect.any(Function) });
  });
});
