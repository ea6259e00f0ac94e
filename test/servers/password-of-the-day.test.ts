import { describe, expect, test } from 'vitest';
import { encodeBase32, oneTimePassword, passwordOfTheDay } from './password-of-the-day.ts';

describe('the password of the day', () => {
  // RFC 6238, appendix B, mode SHA256: the counter is the time divided by 30.
  test.each([
    [1, '46119246'],
    [37037036, '68084774'],
    [37037037, '67062674'],
    [41152263, '91819424'],
    [66666666, '90698825'],
    [666666666, '77737706'],
  ])('of counter %i is the one that RFC 6238 prints', (counter, password) => {
    expect(oneTimePassword(Buffer.from('12345678901234567890123456789012'), counter)).toBe(password);
  });

  test('reads its key as base32', () => {
    const key = Buffer.from('12345678901234567890123456789012');
    const firstOfJanuary2000 = 10957;
    expect(passwordOfTheDay(encodeBase32(key), new Date('2000-01-01T12:00:00Z'))).toBe(oneTimePassword(key, firstOfJanuary2000));
  });

  test.each([
    ['winter', '2026-01-14T22:59:59Z', '2026-01-14T23:00:00Z'],
    ['summer', '2026-07-14T21:59:59Z', '2026-07-14T22:00:00Z'],
  ])('changes at midnight in Paris in %s', (_season, before, after) => {
    expect(passwordOfTheDay('GEZDGNBV', new Date(before))).not.toBe(passwordOfTheDay('GEZDGNBV', new Date(after)));
    expect(passwordOfTheDay('GEZDGNBV', new Date(after))).toBe(passwordOfTheDay('GEZDGNBV', new Date(Date.parse(after) + 80_000_000)));
  });

  test('has its key written as RFC 4648 says', () => {
    expect(encodeBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  });
});
