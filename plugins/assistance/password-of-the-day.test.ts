import { describe, expect, test } from 'vitest';
import { hotp, isSamePassword, passwordOfTheDay, readKey, readTypedPassword } from './password-of-the-day.ts';

/** The 32-byte key of RFC 6238's SHA-256 vectors, and the same in base32. */
const key = Buffer.from('12345678901234567890123456789012');
const keyBase32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA';

describe('hotp', () => {
  // RFC 6238, appendix B, mode SHA256: TOTP is HOTP whose counter is the time by steps of 30 s.
  test.each([
    [59, '46119246'],
    [1_111_111_109, '68084774'],
    [1_111_111_111, '67062674'],
    [1_234_567_890, '91819424'],
    [2_000_000_000, '90698825'],
    [20_000_000_000, '77737706'],
  ])('agrees with RFC 6238 at second %i', (seconds, code) => {
    expect(hotp(key, Math.floor(seconds / 30))).toBe(code);
  });

  // Made with Python's hmac and hashlib alone.
  test.each([
    [0, '74875740'],
    [1, '32247374'],
    [9, '23184989'],
  ])('agrees with another implementation for the key of RFC 4226 and counter %i', (counter, code) => {
    expect(hotp(Buffer.from('12345678901234567890'), counter)).toBe(code);
  });

  test('keeps leading zeros', () => {
    const codes = Array.from({ length: 200 }, (_, counter) => hotp(key, counter));
    expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });
});

describe('passwordOfTheDay', () => {
  test('counts the days', () => {
    expect(passwordOfTheDay(readKey(keyBase32), '1970-01-02')).toBe('46119246');
    expect(passwordOfTheDay(readKey(keyBase32), '2019-03-19')).toBe(hotp(key, 17_974));
  });

  test.each(['2019-02-29', '1969-12-31', '19/03/2019'])('has none for %s', (date) => {
    expect(() => passwordOfTheDay(key, date)).toThrow(expect.objectContaining({ code: 'assistance.date-invalid' }));
  });
});

test.each(['', 'MZXW6YTB', 'not a key!', '01890189018901890189'])('%j is no key', (text) => {
  expect(() => readKey(text)).toThrow(expect.objectContaining({ code: 'assistance.key-invalid' }));
});

test('spaces of all kinds in a typed password are forgiven, other marks are not', () => {
  expect(readTypedPassword(' 4611\u00a09246\u200b\n')).toBe('46119246');
  for (const wrong of ['4611924', '461192460', '4611924a', '4611-9246', '']) expect(readTypedPassword(wrong)).toBeUndefined();
});

test('passwords are the same only digit by digit', () => {
  expect(isSamePassword('46119246', '46119246')).toBe(true);
  expect(isSamePassword('46119246', '46119247')).toBe(false);
  expect(isSamePassword('46119246', '4611924')).toBe(false);
});
