import { createHmac, timingSafeEqual } from 'node:crypto';
import { ShellError } from 'boule-bleue';
import { decodeBase32 } from './base32.ts';
import { dayNumber } from './civil-date.ts';

const digits = 8;
const minimumKeyBytes = 10;

/** The key of the password of the day. @throws ShellError `assistance.key-invalid`. */
export function readKey(base32: string): Uint8Array {
  const key = decodeBase32(base32);
  if (!key || key.length < minimumKeyBytes) throw new ShellError('assistance.key-invalid');
  return key;
}

/**
 * The password of one day: HOTP (RFC 4226) with HMAC-SHA-256 and 8 digits, whose counter is the
 * number of days from 1970-01-01.
 * @param date `YYYY-MM-DD`, the civil date in Paris.
 * @throws ShellError `assistance.date-invalid`.
 */
export function passwordOfTheDay(key: Uint8Array, date: string): string {
  const counter = dayNumber(date);
  if (counter === undefined || counter < 0) throw new ShellError('assistance.date-invalid', { date });
  return hotp(key, counter);
}

export function hotp(key: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha256', key).update(message).digest();
  const offset = digest[digest.length - 1]! & 0x0f;
  const code = digest.readUInt32BE(offset) & 0x7fff_ffff;
  return String(code % 10 ** digits).padStart(digits, '0');
}

/** What remains of a password typed or pasted with spaces; `undefined` when it can't be one, having not 8 digits. */
export function readTypedPassword(typed: string): string | undefined {
  const password = typed.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '');
  return /^\d{8}$/.test(password) ? password : undefined;
}

/** Compares in a time that doesn't tell how many digits are right. */
export function isSamePassword(first: string, second: string): boolean {
  const [firstBytes, secondBytes] = [Buffer.from(first), Buffer.from(second)];
  return firstBytes.length === secondBytes.length && timingSafeEqual(firstBytes, secondBytes);
}
