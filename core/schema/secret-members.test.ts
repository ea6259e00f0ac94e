import { expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import { sealSecretMembers } from './secret-members.ts';

const secretString = { type: 'string', writeOnly: true };

async function reveal(candidate: unknown): Promise<string> {
  expect(candidate).toBeInstanceOf(Secret);
  return (candidate as Secret).reveal();
}

test('wraps marked strings and leaves the rest, in a copy', async () => {
  const schema = {
    type: 'object',
    properties: { user: { type: 'string' }, password: secretString, port: { type: 'number', writeOnly: true } },
  };
  const value = { user: 'durand', password: 'Azerty1!', port: 80, other: 'x' };
  const sealed = sealSecretMembers(schema, value) as typeof value;
  expect(await reveal(sealed.password)).toBe('Azerty1!');
  expect(sealed).toMatchObject({ user: 'durand', port: 80, other: 'x' });
  expect(value.password).toBe('Azerty1!');
});

test('wraps strings in nested objects, lists and tuples', async () => {
  const schema = {
    properties: {
      accounts: { items: { properties: { password: secretString } } },
      pair: { items: [{ type: 'string' }, secretString], additionalItems: secretString },
    },
  };
  const sealed = sealSecretMembers(schema, { accounts: [{ password: 'a' }, { password: 'b' }], pair: ['name', 'c', 'd'] }) as {
    accounts: { password: unknown }[];
    pair: unknown[];
  };
  expect(await Promise.all(sealed.accounts.map((account) => reveal(account.password)))).toEqual(['a', 'b']);
  expect(sealed.pair[0]).toBe('name');
  expect(await Promise.all(sealed.pair.slice(1).map(reveal))).toEqual(['c', 'd']);
});

test('wraps every string below a marked object', async () => {
  const sealed = sealSecretMembers({ properties: { login: { writeOnly: true } } }, { login: { parts: ['a'] } }) as {
    login: { parts: unknown[] };
  };
  expect(await reveal(sealed.login.parts[0])).toBe('a');
});

test('wraps a value that is marked itself', async () => {
  expect(await reveal(sealSecretMembers(secretString, 'a'))).toBe('a');
});

test.each([
  ['a reference', { properties: { key: { $ref: '#/definitions/a~1b' } }, definitions: { 'a/b': secretString } }],
  ['a branch of oneOf', { oneOf: [{ properties: { key: secretString } }, { properties: { key: { type: 'string' } } }] }],
  ['allOf', { allOf: [{ properties: { key: secretString } }] }],
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  ['then', { if: {}, then: { properties: { key: secretString } } }],
  ['a dependency', { dependencies: { user: { properties: { key: secretString } } } }],
  ['a pattern', { patternProperties: { '^k': secretString } }],
  ['additionalProperties', { properties: { user: {} }, additionalProperties: secretString }],
  ['a reference to itself', { $ref: '#', properties: { key: secretString } }],
])('finds a mark behind %s', async (_case, schema) => {
  const sealed = sealSecretMembers(schema, { key: 'a' }) as { key: unknown };
  expect(await reveal(sealed.key)).toBe('a');
});

test('does not apply additionalProperties to a declared member', () => {
  const schema = { properties: { user: { type: 'string' } }, additionalProperties: secretString };
  expect(sealSecretMembers(schema, { user: 'durand' })).toEqual({ user: 'durand' });
});

test('keeps a Secret as the object it is', () => {
  const secret = new Secret('a');
  expect(sealSecretMembers({ properties: { key: secretString } }, { key: secret })).toEqual({ key: secret });
});

test('keeps a member called __proto__ an ordinary member', () => {
  const sealed = sealSecretMembers({ properties: { a: {} } }, JSON.parse('{"__proto__": {"polluted": true}}')) as object;
  expect(Object.getPrototypeOf(sealed)).toBe(Object.prototype);
  expect(Object.hasOwn(sealed, '__proto__')).toBe(true);
});

test.each([null, undefined, 3, true])('leaves %s as it is', (value) => {
  expect(sealSecretMembers(secretString, value)).toBe(value);
});
