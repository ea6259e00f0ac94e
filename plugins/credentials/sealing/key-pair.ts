import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto';
import * as v from 'valibot';

/** An X25519 key pair (RFC 7748). */
export interface KeyPair {
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  readonly publicKey: PublicKey;
}

/** 32 bytes, as base64url. */
export type PublicKey = string;

export const publicKeySchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const keyBytes = 32;

// What stands before the 32 bytes of a key in PKCS #8 and in a SubjectPublicKeyInfo: RFC 8410.
const privatePrefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const publicPrefix = Buffer.from('302a300506032b656e032100', 'hex');

export function createKeyPair(): KeyPair {
  return keyPairOf(bytesOf(generateKeyPairSync('x25519').privateKey, 'pkcs8'));
}

/** @throws RangeError when it is no private key. */
export function keyPairOf(privateKey: Uint8Array): KeyPair {
  if (privateKey.length !== keyBytes) throw new RangeError('A private key has 32 bytes.');
  return { privateKey, publicKey: bytesOf(createPublicKey(privateKeyObject(privateKey)), 'spki').toString('base64url') };
}

/**
 * The key that the owners of two key pairs share, and nobody else can work out: X25519, then HKDF-SHA-256 (RFC 5869) over both public
 * keys and the purpose. Either owner gets the same from their own private key and the other's public key.
 *
 * @returns `undefined` for a public key that none of ours can be.
 */
export function sharedKey(own: KeyPair, other: PublicKey, purpose: string): Buffer | undefined {
  try {
    const secret = diffieHellman({ privateKey: privateKeyObject(own.privateKey), publicKey: publicKeyObject(other) });
    return deriveKey(secret, [purpose, ...[own.publicKey, other].sort()]);
  } catch {
    // OpenSSL refuses points of small order (RFC 7748, section 6.1), and bytes that are no point.
    return undefined;
  }
}

/** A key for one purpose from a secret of full strength (RFC 5869). Not for passwords. */
export function deriveKey(secret: Uint8Array, purpose: readonly string[]): Buffer {
  const info = JSON.stringify(['boule-bleue.credentials', 1, ...purpose]);
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, keyBytes));
}

function privateKeyObject(privateKey: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([privatePrefix, privateKey]), format: 'der', type: 'pkcs8' });
}

function publicKeyObject(publicKey: PublicKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([publicPrefix, Buffer.from(publicKey, 'base64url')]), format: 'der', type: 'spki' });
}

function bytesOf(key: KeyObject, type: 'pkcs8' | 'spki'): Buffer {
  const exported = key.export({ format: 'der', type: type as 'pkcs8' });
  return Buffer.from(exported.subarray(exported.length - keyBytes));
}
