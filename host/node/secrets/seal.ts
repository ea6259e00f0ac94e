import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from './master-key.ts';

/** Whose value it is. A sealed value opens under no other name. */
export interface SealContext {
  readonly plugin: string;
  readonly name: string;
}

// AES-256-GCM with a random nonce, NIST SP 800-38D: safe for 2^32 values under one key.
const algorithm = 'aes-256-gcm';
const format = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + nonceBytes + tagBytes;

/** Seals a value: one byte of format, the nonce, the tag, then the enciphered text. */
export function seal(masterKey: MasterKey, context: SealContext, value: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, masterKey.key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundData(masterKey, context));
  const text = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([format]), nonce, cipher.getAuthTag(), text]);
}

/** The value, or `undefined` when the bytes were altered or sealed with another key or for another name. */
export function unseal(masterKey: MasterKey, context: SealContext, sealed: Uint8Array): string | undefined {
  if (sealed.length < headerBytes || sealed[0] !== format) return undefined;
  const nonce = sealed.subarray(1, 1 + nonceBytes);
  const decipher = createDecipheriv(algorithm, masterKey.key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundData(masterKey, context));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headerBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes)), decipher.final()]).toString('utf8');
  } catch {
    // The only way the cipher has to say that the tag doesn't fit.
    return undefined;
  }
}

function boundData(masterKey: MasterKey, { plugin, name }: SealContext): Buffer {
  return Buffer.from(JSON.stringify([format, masterKey.id, plugin, name]));
}
