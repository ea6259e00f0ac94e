import type { ProbeReport } from 'boule-bleue';
import { chainOf } from './certificate-faults.ts';
import { findInspector, type Inspector } from './inspectors.ts';

/** Who opens the encrypted connection to look inside, where a certificate names a maker that is known for it. */
export function inspectorOf(report: ProbeReport): Inspector | undefined {
  for (const { issuer } of chainOf(report)) {
    const found = findInspector(issuer);
    if (found) return found;
  }
  return undefined;
}

/** Whether the workstation accepted an authority that opens connections: what is read then needn't be the server's. */
export function isOpened(report: ProbeReport): boolean {
  return isVouchedForHere(report) && inspectorOf(report) !== undefined;
}

/** Whether the authority isn't one that everybody knows, but one that was added to this workstation. */
export function isVouchedForHere({ encryption }: ProbeReport): boolean {
  return encryption?.trustedBy !== undefined && encryption.trustedBy !== 'bundled';
}
