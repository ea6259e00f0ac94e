import { expect, test } from 'vitest';
import { isSameAddress, writeAddress } from './plain-address.ts';

test('a bare host is written without a slash, a path as it is', () => {
  expect([writeAddress('https://a.fr', '/'), writeAddress('https://a.fr', '/x/')]).toEqual(['https://a.fr', 'https://a.fr/x/']);
});

test('a slash at the end makes no other address, anything else does', () => {
  expect(isSameAddress('https://a.fr', 'https://a.fr/')).toBe(true);
  expect(isSameAddress('https://A.fr:443/x/', 'https://a.fr/x')).toBe(true);
  expect(isSameAddress('https://a.fr', 'http://a.fr')).toBe(false);
  expect(isSameAddress('https://a.fr/x', 'https://a.fr/X')).toBe(false);
  expect(isSameAddress('no address/', 'no address')).toBe(true);
});
