const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const completeLengths = new Set([0, 2, 4, 5, 7]);

/**
 * Decodes base32 (RFC 4648), forgiving case, spaces, hyphens and missing padding, as keys are dictated and copied.
 * `undefined` for anything else.
 */
export function decodeBase32(text: string): Uint8Array | undefined {
  const digits = text.toUpperCase().replace(/[\s-]/g, '').replace(/=+$/, '');
  if (!completeLengths.has(digits.length % 8)) return undefined;
  const bytes: number[] = [];
  let buffer = 0;
  let bits = 0;
  for (const digit of digits) {
    const value = alphabet.indexOf(digit);
    if (value < 0) return undefined;
    buffer = ((buffer << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((buffer >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
