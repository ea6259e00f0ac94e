import type { AddressResult } from '../diagnosis/address-result.ts';

/** Whether an address above failed too and is helped by the same step of the same person, which needs saying once. */
export function isRemedyRepeated(result: AddressResult, results: readonly AddressResult[]): boolean {
  if (result.ok) return false;
  const above = results.slice(
    0,
    results.findIndex(({ role }) => role === result.role),
  );
  return above.some((other) => !other.ok && remedyOf(other) === remedyOf(result));
}

function remedyOf({ actor, next, action }: AddressResult): string {
  return JSON.stringify([actor, next, action]);
}
