import { type Endorsement, endorsementPurpose, type HolderDocument, isProofOf, proofOf } from './key-holder.ts';
import { createKeyPair, deriveKey, type KeyPair, keyPairOf, type PublicKey, sharedKey } from './key-pair.ts';

/** The office's private key: whoever has it opens the credentials of all accounts. */
export class OfficeKey {
  private constructor(private readonly pair: KeyPair) {}

  static create(): OfficeKey {
    return new OfficeKey(createKeyPair());
  }

  /** @throws RangeError when these are no key. */
  static from(bytes: Uint8Array): OfficeKey {
    return new OfficeKey(keyPairOf(bytes));
  }

  get publicKey(): PublicKey {
    return this.pair.publicKey;
  }

  /** For sealing it to somebody who may have it. */
  get bytes(): Uint8Array {
    return this.pair.privateKey;
  }

  /** The key that the office shares with a holder, and with nobody else; without a holder, the office's alone. */
  keyFor(holder: PublicKey | undefined, purpose: string): Buffer | undefined {
    return holder === undefined ? deriveKey(this.pair.privateKey, [purpose]) : sharedKey(this.pair, holder, purpose);
  }

  /** Shows the office, and nobody else, that it has said so itself. */
  prove(statement: readonly string[]): string {
    return proofOf(deriveKey(this.pair.privateKey, ['statement']), statement);
  }

  hasProved(statement: readonly string[], proof: string | undefined): boolean {
    return proof !== undefined && isProofOf(deriveKey(this.pair.privateKey, ['statement']), statement, proof);
  }

  /** The document by which a holder comes to know the office's next key. @throws RangeError when the holder's public key is none. */
  introduce<T extends HolderDocument>(successor: OfficeKey, holder: T): T {
    const shared = sharedKey(this.pair, holder.publicKey, endorsementPurpose);
    if (!shared) throw new RangeError('The public key of a holder is none.');
    const endorsement: Endorsement = { officePublicKey: successor.publicKey, proof: proofOf(shared, [successor.publicKey]) };
    return { ...holder, endorsements: [...holder.endorsements, endorsement] };
  }
}
