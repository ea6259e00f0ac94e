import type { Message } from 'boule-bleue';
import type { AddressResult } from '../diagnosis/address-result.ts';

type Speak = (message: Message) => string;

/**
 * Whether an address above failed too and is helped by the same step of the same person, which needs saying once. What is read counts: messages
 * may hold values that their sentences don't use.
 */
export function isRemedyRepeated(result: AddressResult, results: readonly AddressResult[], speak: Speak): boolean {
  if (result.ok) return false;
  const above = results.slice(
    0,
    results.findIndex(({ role }) => role === result.role),
  );
  return above.some((other) => !other.ok && remedyOf(other, speak) === remedyOf(result, speak));
}

function remedyOf({ actor, next, action }: AddressResult, speak: Speak): string {
  return JSON.stringify([actor, next && speak(next), action && { ...action, title: speak(action.title) }]);
}
