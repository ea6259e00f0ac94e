import { createHash, randomBytes } from 'node:crypto';
import { deriveKey } from './key-pair.ts';

// Crockford's base32: no I, L, O or U, which are misread or make words.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };
const secretBytes = 20;
const secretSigns = 32;
const checkSigns = 4;
const groupLength = 4;

/** The office's key to everything when no administrator knows their password any more: 160 random bits that people write down and type. */
export class RecoveryKey {
  private constructor(private readonly bytes: Uint8Array) {}

  static create(): RecoveryKey {
    return new RecoveryKey(randomBytes(secretBytes));
  }

  /** Whatever the case, the spaces and the hyphens, and with signs taken for those that look like them. @returns `undefined` where it was mistyped. */
  static parse(text: string): RecoveryKey | undefined {
    const signs = [...text.toUpperCase()].filter((sign) => !/[\s\p{Pd}._]/u.test(sign)).map((sign) => lookAlikes[sign] ?? sign);
    if (signs.length !== secretSigns + checkSigns || signs.some((sign) => !alphabet.includes(sign))) return undefined;
    const key = new RecoveryKey(decode(signs.slice(0, secretSigns)));
    return key.check() === signs.slice(secretSigns).join('') ? key : undefined;
  }

  /** In groups of four signs; the last group checks the others. */
  format(): string {
    const signs = encode(this.bytes, secretSigns) + this.check();
    return (signs.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-');
  }

  /** What opens the holder of the recovery key. Its 160 random bits need no slow derivation. */
  get holderSecret(): Buffer {
    return deriveKey(this.bytes, ['recovery']);
  }

  private check(): string {
    return encode(createHash('sha256').update(this.bytes).digest(), checkSigns);
  }
}

/** The first bits of the bytes, five to a sign. */
function encode(bytes: Uint8Array, length: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length }, (_, index) => alphabet[Number.parseInt(bits.slice(5 * index, 5 * index + 5), 2)]).join('');
}

function decode(signs: readonly string[]): Uint8Array {
  const bits = signs.map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from({ length: bits.length / 8 }, (_, index) => Number.parseInt(bits.slice(8 * index, 8 * index + 8), 2));
}
