import type { StorageService } from 'boule-bleue';
import * as v from 'valibot';
import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';

const collection = 'refusals';
const documentSchema = v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) });

/**
 * Counts the refusals in a row of each Net-entreprises identity, whichever account and password they were tried with:
 * the portal counts them so, and locks the identity at five. Kept under a hash of the identity; no secret enters it.
 */
export class FailureCounter {
  constructor(private readonly storage: StorageService) {}

  async count(identity: NetEntreprisesIdentity): Promise<number> {
    const outcome = v.safeParse(documentSchema, await this.storage.get(collection, await identityKey(identity)));
    return outcome.success ? outcome.output.count : 0;
  }

  /** Adds one, durably, and answers with the new count. */
  async add(identity: NetEntreprisesIdentity): Promise<number> {
    const count = (await this.count(identity)) + 1;
    await this.storage.write([{ collection, id: await identityKey(identity), value: { count } }]);
    return count;
  }

  async reset(identity: NetEntreprisesIdentity): Promise<void> {
    await this.storage.write([{ collection, id: await identityKey(identity) }]);
  }
}

/** The same for two spellings that the portal may take for one person: capitals make no other identity. */
export async function identityKey({ siret, lastName, firstName }: NetEntreprisesIdentity): Promise<string> {
  const text = JSON.stringify([siret, lastName, firstName].map((part) => part.normalize('NFC').toLocaleUpperCase('fr')));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
