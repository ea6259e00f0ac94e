import type { Account } from '../accounts/account.ts';
import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';
import type { AccountCredentials } from '../sealing/account-credentials.ts';

/** Who the portal last accepted for an account, among those that were saved. Sealed wherever it is kept: it names a person. */
export interface LastSuccess extends NetEntreprisesIdentity {
  /** In ms since 1970. */
  readonly at: number;
}

export function findLastSuccess({
  account,
  credentials,
}: {
  readonly account: Pick<Account, 'id' | 'knownState'>;
  readonly credentials?: AccountCredentials;
}): LastSuccess | undefined {
  const { knownState } = account;
  if (!credentials?.netEntreprises || knownState?.revision !== credentials.revision) return credentials?.lastSuccess;
  const acceptedAt = knownState.acceptedAt ?? (knownState.kind === 'accepted' ? knownState.at : undefined);
  if (acceptedAt === undefined) return credentials.lastSuccess;
  const { siret, lastName, firstName } = credentials.netEntreprises;
  return { siret, lastName, firstName, at: acceptedAt };
}
