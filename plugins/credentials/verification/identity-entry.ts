import type { Message } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';
import { tick, type VerificationEntry } from './entry-parts.ts';
import { areNamesSwapped, compareIdentities, type IdentityDifference } from './identity-comparison.ts';
import type { LastSuccess } from './last-success.ts';

/**
 * Whether the identity is the one of the account's last success. One that differs and was accepted is a change that somebody meant: it is only
 * pointed out. Where it was refused, the difference is the likely mistake.
 */
export function identityEntry(
  tested: NetEntreprisesIdentity,
  lastSuccess: LastSuccess | undefined,
  { kind }: AuthenticationOutcome,
): VerificationEntry | undefined {
  if (!lastSuccess) return undefined;
  const differences = compareIdentities(tested, lastSuccess);
  const args = { at: lastSuccess.at };
  if (differences.length === 0) {
    const entry = tick('identity', true, { key: 'identity.same', args });
    return kind === 'refused' ? { ...entry, warning: { key: 'identity.password-left' } } : entry;
  }
  const what = describe(differences);
  if (kind === 'accepted') {
    return { ...tick('identity', true, { key: 'identity.changed', args }), warning: { key: 'identity.differs', args: { ...args, what } } };
  }
  const sentence = areNamesSwapped(tested, lastSuccess)
    ? { key: 'identity.swapped', args }
    : { key: 'identity.differs', args: { ...args, what } };
  return { ...tick('identity', false, sentence), actor: { key: 'actor.user' }, next: { key: 'identity.next' } };
}

function describe(differences: readonly IdentityDifference[]): Message {
  const [first, second, third] = differences.map(
    ({ field, isSpelling }): Message => ({
      key: isSpelling ? 'identity.spelling' : 'identity.other',
      args: { field: { key: `field.${field}` } },
    }),
  );
  if (!first || !second) return first ?? { key: '' };
  const pair = { key: 'identity.two', args: { first, second } };
  return third ? { key: 'identity.two', args: { first: pair, second: third } } : pair;
}
