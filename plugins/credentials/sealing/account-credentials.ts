import * as v from 'valibot';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { LastSuccess } from '../verification/last-success.ts';

/** All that is secret of one account: sealed as one value. */
export interface AccountCredentials {
  /** A new one whenever the Net-entreprises credentials change: what is known of them names it. */
  readonly revision: string;
  readonly netEntreprises?: NetEntreprisesCredentials;
  /** Who the portal had accepted before these were saved. */
  readonly lastSuccess?: LastSuccess;
}

/** What unsealing gave: `undefined` credentials where nothing was saved, `unreadable` where they don't open. */
export interface UnsealedCredentials {
  readonly credentials?: AccountCredentials;
  readonly unreadable: boolean;
}

const identityMembers = { siret: v.string(), lastName: v.string(), firstName: v.string() };

const contentSchema = v.object({
  netEntreprises: v.exactOptional(v.object({ ...identityMembers, password: v.string() })),
  lastSuccess: v.exactOptional(v.object({ ...identityMembers, at: v.number() })),
});

export function writeCredentials({ netEntreprises, lastSuccess }: AccountCredentials): Buffer {
  return Buffer.from(JSON.stringify({ netEntreprises, lastSuccess }));
}

/** @returns `undefined` when the bytes are something else. */
export function readCredentials(revision: string, bytes: Uint8Array): AccountCredentials | undefined {
  try {
    return { revision, ...v.parse(contentSchema, JSON.parse(Buffer.from(bytes).toString())) };
  } catch (error) {
    // The cause goes nowhere: a parser's message may quote what it could not parse.
    if (error instanceof SyntaxError || v.isValiError(error)) return undefined;
    throw error;
  }
}
