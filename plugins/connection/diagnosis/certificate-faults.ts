import type { ProbeCertificate, ProbeReport } from 'boule-bleue';
import type { FailedReport, FaultReader } from './evidence.ts';

/** Names of a certificate that a sentence has room for. */
const maximumNames = 3;

/** By what the operating system's store says of the authority. */
const detailsByStore = {
  absent: 'cert-unknown-ca-named',
  'other-key': 'cert-unknown-ca-other-key',
  unreadable: 'cert-unknown-ca-unreadable',
} as const;

/** OpenSSL's words for keys that are too short and digests that can be imitated. */
const weakness = /TOO_SMALL|TOO_WEAK/;

/** What a report says of a certificate that isn't trusted. */
export const certificateFaults: Partial<Record<FailedReport['cause'], FaultReader>> = {
  'cert-expired': (report, nowMs) => {
    const cause = 'cert-expired';
    const ended = chainOf(report).find(({ validTo }) => Date.parse(validTo) < nowMs);
    return ended ? { cause, detail: 'cert-expired-since', args: { validTo: Date.parse(ended.validTo) } } : { cause };
  },
  'cert-not-yet-valid': (report, nowMs) => {
    const cause = 'cert-not-yet-valid';
    const early = chainOf(report).find(({ validFrom }) => Date.parse(validFrom) > nowMs);
    return early ? { cause, detail: 'cert-not-yet-valid-until', args: { validFrom: Date.parse(early.validFrom) } } : { cause };
  },
  'cert-wrong-host': ({ cause, certificate }) => {
    const names = certificate?.names.length ? certificate.names : [certificate?.subject ?? ''].filter(Boolean);
    if (names.length === 0) return { cause };
    return { cause, detail: 'cert-wrong-host-named', args: { names: names.slice(0, maximumNames).join(', ') } };
  },
  'cert-incomplete-chain': ({ cause, findings, certificate }) => {
    const missing = findings?.missingIssuer;
    if (!missing) return { cause };
    if (missing.completesChain) {
      const { subject = '' } = missing.certificate ?? {};
      return { cause, detail: 'cert-incomplete-chain-found', args: { missing: subject } };
    }
    if (!missing.certificate) return { cause, detail: 'cert-incomplete-chain-lost', args: { missing: certificate?.issuer ?? '' } };
    // Complete, and still nobody vouches for it.
    return { cause: 'cert-unknown-ca', detail: 'cert-unknown-ca-named', args: { issuer: missing.certificate.issuer } };
  },
  'cert-unknown-ca': (report) => {
    const cause = 'cert-unknown-ca';
    // Known and still refused: for the certificate itself.
    if (report.encryption?.trustedBy)
      return { cause, detail: weakness.test(report.systemCode ?? '') ? 'cert-unknown-ca-weak' : 'cert-unknown-ca-unfit' };
    const { name = chainOf(report).at(-1)?.issuer, systemStore = 'absent' } = report.encryption?.unknownAuthority ?? {};
    return name ? { cause, detail: detailsByStore[systemStore], args: { issuer: name } } : { cause };
  },
};

/** The server's own certificate first; those that it sent along only where the whole chain is known. */
export function chainOf({ encryption, certificate }: ProbeReport): readonly ProbeCertificate[] {
  if (encryption?.chain.length) return encryption.chain;
  return certificate ? [certificate] : [];
}
