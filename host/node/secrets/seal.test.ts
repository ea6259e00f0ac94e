import { expect, test } from 'vitest';
import { generateMasterKey } from './master-key.ts';
import { seal, unseal } from './seal.ts';

const masterKey = generateMasterKey();
const context = { plugin: 'credentials', name: 'password' };

test.each(['', 'x', 'mot de passe « é » 🔑', 'x'.repeat(100_000)])('what was sealed can be unsealed', (value) => {
  expect(unseal(masterKey, context, seal(masterKey, context, value))).toBe(value);
});

test('the same value is never sealed to the same bytes', () => {
  expect(seal(masterKey, context, 'value').equals(seal(masterKey, context, 'value'))).toBe(false);
});

test('a sealed value holds nothing of the open one', () => {
  expect(seal(masterKey, context, 'very secret').includes('secret')).toBe(false);
});

test('a sealed value in which any bit was changed stays closed', () => {
  const sealed = seal(masterKey, context, 'value');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    expect(unseal(masterKey, context, changed), `bit ${bit}`).toBeUndefined();
  }
});

test('a sealed value that was cut short stays closed', () => {
  const sealed = seal(masterKey, context, 'value');
  for (let length = 0; length < sealed.length; length++) expect(unseal(masterKey, context, sealed.subarray(0, length))).toBeUndefined();
});

test.each([
  ['another plugin', { plugin: 'other', name: 'password' }],
  ['another name', { plugin: 'credentials', name: 'password2' }],
  ['a name that reads the same when joined', { plugin: 'credentialsp', name: 'assword' }],
])('a sealed value stays closed for %s', (_who, other) => {
  expect(unseal(masterKey, other, seal(masterKey, context, 'value'))).toBeUndefined();
});

test('a sealed value stays closed under another key', () => {
  expect(unseal(generateMasterKey(), context, seal(masterKey, context, 'value'))).toBeUndefined();
});
