import type { Message, ProbeReport } from 'boule-bleue';
import type { ServerRole } from '../connection-values.ts';

/** What was found out about one address. */
export type AddressEvidence = {
  readonly role: ServerRole;
  /** The address that was asked; as it was typed, where it can't be one. */
  readonly url: string;
  readonly ms: number;
} & ({ readonly problem: Message } | { readonly report: ProbeReport });

export function reportOf(evidence: AddressEvidence): ProbeReport | undefined {
  return 'report' in evidence ? evidence.report : undefined;
}

/** Host name of the address, or `undefined` where it can't be an address. */
export function hostOf({ url }: AddressEvidence): string | undefined {
  return URL.parse(url)?.hostname;
}
