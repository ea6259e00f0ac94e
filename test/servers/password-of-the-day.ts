import { createHmac } from 'node:crypto';

const dayMs = 86_400_000;
const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const parisCalendar = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Paris', year: 'numeric', month: 'numeric', day: 'numeric' });

/**
 * What the assistance desk tells a user who wants to leave the assistance mode: eight digits, good for
 * one civil day in Paris. Written for the tests apart from the product, so that two readings of
 * the contract have to agree.
 * @param cleAssistance base32 (RFC 4648), as the Impact emploi server hands it out.
 */
export function passwordOfTheDay(cleAssistance: string, instant: Date = new Date()): string {
  return oneTimePassword(decodeBase32(cleAssistance), dayNumberInParis(instant));
}

/** HOTP of RFC 4226 with eight digits and SHA-256. */
export function oneTimePassword(key: Buffer, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha256', key).update(message).digest();
  const offset = digest[digest.length - 1]! & 0x0f;
  const truncated = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(truncated % 100_000_000).padStart(8, '0');
}

export function encodeBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => base32Alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

function decodeBase32(text: string): Buffer {
  const bits = [...text.replace(/=+$/, '')].map((letter) => base32Alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = bits.match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}

/** Days from 1970-01-01 to the civil date that Paris has at this instant. */
function dayNumberInParis(instant: Date): number {
  const parts = Object.fromEntries(parisCalendar.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year!, parts.month! - 1, parts.day!) / dayMs;
}
