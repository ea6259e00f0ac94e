import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { createKeyPair, deriveKey, type KeyPair, keyBytes, keyPairOf, type PublicKey, publicKeySchema, sharedKey } from './key-pair.ts';
import { openValue, sealValue } from './sealed-value.ts';

/**
 * Somebody to whom the office entrusts keys: an account by its password, or whoever has the recovery key. The document is public; only
 * the secret opens it.
 */
export interface HolderDocument {
  readonly publicKey: PublicKey;
  /** The private key and the office's public key, as known when the secret was last typed. Sealed by the secret. */
  readonly wrapped: string;
  /** The office's later public keys, each vouched for by the one before. */
  readonly endorsements: readonly Endorsement[];
}

export interface Endorsement {
  readonly officePublicKey: PublicKey;
  readonly proof: string;
}

const proofSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const holderSchema = v.object({
  publicKey: publicKeySchema,
  wrapped: v.pipe(v.string(), v.maxLength(1000)),
  endorsements: v.pipe(v.array(v.object({ officePublicKey: publicKeySchema, proof: proofSchema })), v.maxLength(1000), v.readonly()),
});

/** The keys of a holder whose secret was typed. They never leave memory. */
export class HolderKeys {
  private constructor(
    private readonly pair: KeyPair,
    /** As the holder has come to know it: nobody who merely writes to the database can have it another way. */
    readonly officePublicKey: PublicKey,
  ) {}

  static create(officePublicKey: PublicKey): HolderKeys {
    return new HolderKeys(createKeyPair(), officePublicKey);
  }

  /** @returns `undefined` where the secret doesn't open the document. */
  static open(holderId: string, document: HolderDocument, secret: Uint8Array): HolderKeys | undefined {
    const bytes = openValue(deriveKey(secret, ['holder']), ['holder', holderId, document.publicKey], document.wrapped);
    if (!bytes) return undefined;
    const keys = new HolderKeys(keyPairOf(bytes.subarray(0, keyBytes)), bytes.subarray(keyBytes, 2 * keyBytes).toString('base64url'));
    return keys.publicKey === document.publicKey ? keys.following(document.endorsements) : undefined;
  }

  get publicKey(): PublicKey {
    return this.pair.publicKey;
  }

  /** The document that the secret opens. It needs no endorsements: the office's present key is in it. */
  wrap(holderId: string, secret: Uint8Array): HolderDocument {
    const bytes = Buffer.concat([this.pair.privateKey, Buffer.from(this.officePublicKey, 'base64url')]);
    const wrapped = sealValue(deriveKey(secret, ['holder']), ['holder', holderId, this.publicKey], bytes);
    return { publicKey: this.publicKey, wrapped, endorsements: [] };
  }

  /** The same keys, with the last of the office's public keys that the known one leads to. */
  following(endorsements: readonly Endorsement[]): HolderKeys {
    let known = this.officePublicKey;
    for (const endorsement of endorsements) {
      const shared = sharedKey(this.pair, known, endorsementPurpose);
      if (shared && isProofOf(shared, [endorsement.officePublicKey], endorsement.proof)) known = endorsement.officePublicKey;
    }
    return new HolderKeys(this.pair, known);
  }

  /** The key that the holder shares with the office, and with nobody else. */
  keyFor(purpose: string): Buffer | undefined {
    return sharedKey(this.pair, this.officePublicKey, purpose);
  }
}

export const endorsementPurpose = 'endorsement';

/** Shows whoever knows the key that the statement comes from somebody who knows it. */
export function proofOf(key: Uint8Array, statement: readonly string[]): string {
  return deriveKey(key, ['proof', ...statement]).toString('base64url');
}

export function isProofOf(key: Uint8Array, statement: readonly string[], proof: string): boolean {
  const [expected, given] = [Buffer.from(proofOf(key, statement)), Buffer.from(proof)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}
