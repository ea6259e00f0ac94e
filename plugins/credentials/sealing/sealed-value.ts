import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What a sealed value is and whose: it opens under the same words only. */
export type SealContext = readonly (string | number)[];

// AES-256-GCM with a random nonce, NIST SP 800-38D: safe for 2^32 values under one key.
const algorithm = 'aes-256-gcm';
const format = 1;
const nonceBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + nonceBytes + tagBytes;

/** As base64url: one byte of format, the nonce, the tag, then the enciphered bytes. */
export function sealValue(key: Uint8Array, context: SealContext, value: Uint8Array): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundData(context));
  const sealed = Buffer.concat([cipher.update(value), cipher.final()]);
  return Buffer.concat([Buffer.from([format]), nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The value, or `undefined` when it was altered, or sealed with another key or in another context. */
export function openValue(key: Uint8Array, context: SealContext, sealedText: string): Buffer | undefined {
  const sealed = Buffer.from(sealedText, 'base64url');
  if (sealed.length < headerBytes || sealed[0] !== format) return undefined;
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(1, 1 + nonceBytes), { authTagLength: tagBytes });
  decipher.setAAD(boundData(context));
  decipher.setAuthTag(sealed.subarray(1 + nonceBytes, headerBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(headerBytes)), decipher.final()]);
  } catch {
    // The only way the cipher has to say that the tag doesn't fit.
    return undefined;
  }
}

function boundData(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify(['boule-bleue.credentials', format, ...context]));
}
