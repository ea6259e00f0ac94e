import { expect, test } from 'vitest';
import { decodeBase32 } from './base32.ts';

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1');

// RFC 4648, section 10.
test.each([
  ['', ''],
  ['MY======', 'f'],
  ['MZXQ====', 'fo'],
  ['MZXW6===', 'foo'],
  ['MZXW6YQ=', 'foob'],
  ['MZXW6YTB', 'fooba'],
  ['MZXW6YTBOI======', 'foobar'],
])('decodes %j as RFC 4648 does', (encoded, decoded) => {
  expect(text(decodeBase32(encoded))).toBe(decoded);
});

test('forgives lower case, spaces, hyphens and missing padding', () => {
  expect(text(decodeBase32(' mzxw-6ytb oi '))).toBe('foobar');
});

test.each(['MZXW1', 'MZXW8===', 'MZ=XW6YQ', 'É', 'A', 'ABC', 'ABCDEF'])('refuses %j', (encoded) => {
  expect(decodeBase32(encoded)).toBeUndefined();
});
