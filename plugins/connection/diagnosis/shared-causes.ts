import type { ProbeCertificate } from 'boule-bleue';
import type { Cause, Finding } from './cause.ts';
import { type AddressEvidence, hostOf, reportOf } from './evidence.ts';

/** One address and what was found when it was looked at alone; `undefined` when it was reached. */
export interface Found {
  readonly evidence: AddressEvidence;
  readonly finding: Finding | undefined;
}

type Share = (found: readonly Found[]) => (one: Found) => Finding | undefined;

/**
 * Looks at all addresses together: what no single one can tell shows where several fail alike. One broken
 * cable makes three unknown names, one wrong clock three expired certificates.
 */
export function shareCauses(found: readonly Found[]): readonly Found[] {
  const shares = [shareOffline, shareClockSkew, shareInterception, sharePortal].map((share) => share(found));
  return found.map((one) => {
    if (!one.finding) return one;
    for (const share of shares) {
      const finding = share(one);
      if (finding) return { ...one, finding };
    }
    return one;
  });
}

const shareOffline: Share = (found) => {
  const tried = found.filter(({ evidence }) => reportOf(evidence));
  const unknown = tried.filter(({ finding, evidence }) => finding?.cause === 'offline' || failedAtName(evidence));
  const isOffline = tried.length > 0 && unknown.length === tried.length && isSeveralHosts(unknown);
  return (one) => (isOffline && tried.includes(one) ? { cause: 'offline' } : undefined);
};

function failedAtName(evidence: AddressEvidence): boolean {
  const last = reportOf(evidence)?.stages.at(-1);
  return last !== undefined && !last.ok && last.name === 'name';
}

const validityCauses: ReadonlySet<Cause> = new Set<Cause>(['cert-expired', 'cert-not-yet-valid']);

const shareClockSkew: Share = (found) => {
  const serverTimes = found.flatMap(({ evidence }) => readServerTime(evidence) ?? []);
  const outdated = found.filter(({ finding }) => finding && validityCauses.has(finding.cause));
  const isOneCause = new Set(outdated.map(({ finding }) => finding!.cause)).size === 1;
  // Without a server's clock to compare with, two hosts at once are proof enough: no two certificates end together.
  const isSkewed = serverTimes.length === 0 && isOneCause && isSeveralHosts(outdated);
  return (one) => {
    if (!outdated.includes(one)) return undefined;
    const certificate = reportOf(one.evidence)?.certificate;
    const isValidThere = certificate !== undefined && serverTimes.some((time) => isValidAt(certificate, time));
    return isSkewed || isValidThere ? { cause: 'clock-skew' } : undefined;
  };
};

function readServerTime(evidence: AddressEvidence): number | undefined {
  const time = Date.parse(reportOf(evidence)?.answer?.headers.date ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function isValidAt({ validFrom, validTo }: ProbeCertificate, time: number): boolean {
  return Date.parse(validFrom) <= time && time <= Date.parse(validTo);
}

const untrustedCauses: ReadonlySet<Cause> = new Set<Cause>(['cert-unknown-ca', 'cert-self-signed', 'cert-incomplete-chain']);
/** Makers of firewalls, proxies and antivirus programs that open encrypted connections, as they name themselves in certificates. */
const inspectors =
  /fortinet|fortigate|zscaler|netskope|sophos|palo ?alto|check ?point|watchguard|stormshield|sonicwall|barracuda|forcepoint|blue ?coat|symantec web|cisco umbrella|squid|olfeo|kaspersky|eset ssl|avast|avg |bitdefender|mcafee web|trend ?micro/i;

const shareInterception: Share = (found) => {
  const untrusted = found.filter(({ finding }) => finding && untrustedCauses.has(finding.cause));
  return (one) => {
    const issuer = reportOf(one.evidence)?.certificate?.issuer;
    if (!issuer || !untrusted.includes(one)) return undefined;
    const sameIssuer = untrusted.filter(({ evidence }) => reportOf(evidence)?.certificate?.issuer === issuer);
    return inspectors.test(issuer) || isSeveralHosts(sameIssuer) ? { cause: 'cert-intercepted', args: { issuer } } : undefined;
  };
};

const sharePortal: Share = (found) => (one) => {
  const target = one.finding?.args?.target;
  if (one.finding?.cause !== 'redirect' || !target) return undefined;
  const sentThere = found.filter(({ finding }) => finding?.args?.target === target);
  return isSeveralHosts(sentThere) ? { cause: 'captive-portal', args: { target } } : undefined;
};

function isSeveralHosts(found: readonly Found[]): boolean {
  return new Set(found.map(({ evidence }) => hostOf(evidence))).size > 1;
}
