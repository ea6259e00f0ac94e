import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

/** The key that seals secrets. Its bytes are inside an object that doesn't print them. */
export interface MasterKey {
  /** Follows from the key, so that a key that was altered doesn't bear its id. Not a secret. */
  readonly id: string;
  readonly key: KeyObject;
}

const lengthBytes = 32;
const prefix = 'boule-bleue-master-key-1';

export function generateMasterKey(): MasterKey {
  return toMasterKey(randomBytes(lengthBytes));
}

/** One line of text, for a keychain entry or a key file. */
export function encodeMasterKey({ id, key }: MasterKey): string {
  return `${prefix}:${id}:${key.export().toString('base64url')}`;
}

/** The key in such a line, or `undefined` for anything else, a line with one letter changed included. */
export function decodeMasterKey(text: string): MasterKey | undefined {
  const [start, id, encoded, ...rest] = text.trim().split(':');
  if (start !== prefix || encoded === undefined || rest.length > 0) return undefined;
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.length !== lengthBytes) return undefined;
  const masterKey = toMasterKey(bytes);
  return masterKey.id === id ? masterKey : undefined;
}

function toMasterKey(bytes: Buffer): MasterKey {
  const id = createHmac('sha256', bytes).update('boule-bleue key id').digest('hex').slice(0, 16);
  return { id, key: createSecretKey(bytes) };
}
