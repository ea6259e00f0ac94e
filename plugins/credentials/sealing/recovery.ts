import type { OfficeDocument } from '../accounts/documents.ts';
import { HolderKeys } from './key-holder.ts';
import { OfficeKey } from './office-key.ts';
import type { RecoveryKey } from './recovery-key.ts';
import { openValue, sealValue } from './sealed-value.ts';

const protectionStatement = ['protected'];

/** The office's document once no workstation opens anything without a password. */
export function asProtected(office: OfficeKey, document: OfficeDocument): OfficeDocument {
  return { ...document, isProtected: true, protection: office.prove(protectionStatement) };
}

/** Whether it was protected by somebody who had its key. */
export function hasProtected(office: OfficeKey, { isProtected, protection }: OfficeDocument): boolean {
  return isProtected && office.hasProved(protectionStatement, protection);
}

export type Recovery = NonNullable<OfficeDocument['recovery']>;

const holderId = 'recovery-key';

/** What the recovery key opens: the office's private key. Whoever made the recovery key before has one that opens nothing any more. */
export function createRecovery(office: OfficeKey, recoveryKey: RecoveryKey): Recovery {
  const holder = HolderKeys.create(office.publicKey).wrap(holderId, recoveryKey.holderSecret);
  return { ...entrust(office, holder), isVerified: false };
}

/** @returns `undefined` where the recovery key is another, or the document somebody else's. */
export function openRecovery({ holder, officeKey }: Recovery, recoveryKey: RecoveryKey): OfficeKey | undefined {
  const keys = HolderKeys.open(holderId, holder, recoveryKey.holderSecret);
  const key = keys?.keyFor('office-key');
  const bytes = key && openValue(key, [holderId], officeKey);
  const office = bytes && OfficeKey.from(bytes);
  return office?.publicKey === keys?.officePublicKey ? office : undefined;
}

/** The same recovery key opens the office's next key. @returns `undefined` where the office never made that recovery key. */
export function renewRecovery(office: OfficeKey, successor: OfficeKey, recovery: Recovery): Recovery | undefined {
  if (!office.hasProved(statementOf(recovery.holder), recovery.proof)) return undefined;
  return { ...entrust(successor, office.introduce(successor, recovery.holder)), isVerified: recovery.isVerified };
}

function entrust(office: OfficeKey, holder: Recovery['holder']): Pick<Recovery, 'holder' | 'officeKey' | 'proof'> {
  const key = office.keyFor(holder.publicKey, 'office-key');
  if (!key) throw new RangeError('The public key of a holder is none.');
  return { holder, officeKey: sealValue(key, [holderId], office.bytes), proof: office.prove(statementOf(holder)) };
}

function statementOf({ publicKey }: Recovery['holder']): readonly string[] {
  return [holderId, publicKey];
}
