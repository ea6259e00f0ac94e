import type { ProbeCertificate } from 'boule-bleue';
import type { Cause, Detail, Finding } from './cause.ts';
import { chainOf } from './certificate-faults.ts';
import { findClockOffset, isClockWrong } from './clock.ts';
import { type AddressEvidence, failedStageOf, isSeveralHosts, reportOf } from './evidence.ts';
import { findInspector } from './inspectors.ts';
import { inspectorOf } from './interception.ts';
import { shareOtherWay } from './other-way.ts';
import { portalOf } from './portal.ts';

/** One address and what was found when it was looked at alone; `undefined` when it was reached. */
export interface Found {
  readonly evidence: AddressEvidence;
  readonly finding: Finding | undefined;
}

/** Looks at all addresses, and tells for one of those that failed what its root is, where it explains that failure. */
export type Share = (found: readonly Found[], nowMs: number) => (one: Found & { readonly finding: Finding }) => Finding | undefined;

/**
 * Looks at all addresses together: what no single one can tell shows where several fail alike. One broken
 * cable makes three unknown names, one wrong clock three expired certificates.
 */
export function shareCauses(found: readonly Found[], nowMs: number): readonly Found[] {
  const shares = precedence.map((share) => share(found, nowMs));
  return found.map((one) => {
    const { evidence, finding } = one;
    if (!finding) return one;
    for (const share of shares) {
      const root = share({ evidence, finding });
      if (root) return { evidence, finding: root };
    }
    return one;
  });
}

const failuresOf = (found: readonly Found[], causes: ReadonlySet<Cause>) =>
  found.filter(({ finding }) => finding && causes.has(finding.cause));
const evidencesOf = (found: readonly Found[]) => found.map(({ evidence }) => evidence);

/** No name is found of any host, or no way leads out at all. */
const shareOffline: Share = (found) => {
  const tried = found.filter(({ evidence }) => reportOf(evidence));
  const isOffline =
    tried.length > 0 && tried.every(({ finding, evidence }) => isNothingFound(evidence, finding)) && isSeveralHosts(evidencesOf(tried));
  const isAnotherReached = found.some(({ finding }) => !finding);
  return (one) => {
    if (isOffline && reportOf(one.evidence)) return describeOffline(tried);
    // No way leads to this host, while another is reached: so the network is there.
    if (one.finding.cause === 'offline' && isAnotherReached && !isReachedOtherwise(one.evidence)) return describeNoWay(one.evidence);
    return undefined;
  };
};

function isNothingFound(evidence: AddressEvidence, finding: Finding | undefined): boolean {
  const report = reportOf(evidence);
  if (!report || !finding) return false;
  if (finding.cause === 'offline') return !isReachedOtherwise(evidence);
  // Behind a proxy this workstation itself finds no names; that it found no way either, the direct question tells.
  if (finding.cause === 'proxy-unreachable') return !isReachedOtherwise(evidence) && hasAnswer(evidence, 'offline');
  return !isReachedOtherwise(evidence) && failedStageOf(report) === 'name';
}

function isReachedOtherwise(evidence: AddressEvidence): boolean {
  return hasAnswer(evidence, null);
}

function hasAnswer({ questions = [] }: AddressEvidence, cause: Cause | null): boolean {
  return questions.some(({ purpose, report }) => purpose === 'other-way' && report.cause === cause);
}

function describeOffline(tried: readonly Found[]): Finding {
  if (tried.some(({ finding }) => finding?.cause === 'offline')) return { cause: 'offline' };
  const isSilent = ({ finding }: Found) => finding?.detail === 'timeout-name' || finding?.detail === 'dns-unknown-silent';
  return { cause: 'offline', detail: tried.every(isSilent) ? 'offline-name-server' : 'offline-no-names' };
}

function describeNoWay(evidence: AddressEvidence): Finding {
  const attempts = reportOf(evidence)?.attempts ?? [];
  const isIpv6Only = attempts.length > 0 && attempts.every(({ family }) => family === 6);
  return { cause: 'refused', detail: isIpv6Only ? 'refused-ipv6-only' : 'refused-no-way' };
}

/** What fails before anything of the server is known for sure: who keeps its packets can answer in its place. */
const portalStages: ReadonlySet<string | undefined> = new Set(['connect', 'tls']);

/** A portal that one address shows stands before all that fail alike, unless another is reached past it. */
const sharePortal: Share = (found) => {
  const seen = found.map(({ evidence }) => portalOf(evidence)).find((portal) => portal !== undefined);
  const isReachedPast = found.some(({ evidence, finding }) => !finding && evidence.url.startsWith('https:'));
  return ({ evidence, finding }) => {
    const portal = portalOf(evidence) ?? (isReachedPast ? undefined : seen);
    const report = reportOf(evidence);
    if (portal && report?.cause && portalStages.has(failedStageOf(report))) return describePortal(portal.origin);
    const { target } = finding.args ?? {};
    if (finding.cause !== 'redirect' || finding.detail || typeof target !== 'string') return undefined;
    const sentThere = found.filter((other) => other.finding?.args?.target === target);
    return isSeveralHosts(evidencesOf(sentThere)) ? describePortal(target) : undefined;
  };
};

function describePortal(target: string): Finding {
  return target === '' ? { cause: 'captive-portal' } : { cause: 'captive-portal', detail: 'captive-portal-at', args: { target } };
}

const validityCauses: ReadonlySet<Cause> = new Set<Cause>(['cert-expired', 'cert-not-yet-valid']);

/** The clock is to blame for a certificate that would be valid at the servers' time, and for it alone. */
const shareClockSkew: Share = (found, nowMs) => {
  const offsetMs = findClockOffset(evidencesOf(found), nowMs);
  const outdated = failuresOf(found, validityCauses);
  const isOneCause = new Set(outdated.map(({ finding }) => finding?.cause)).size === 1;
  // Without a server's clock to compare with, two hosts at once are proof enough: no two certificates end together.
  const isSkewed = offsetMs === undefined && isOneCause && isSeveralHosts(evidencesOf(outdated));
  return ({ evidence, finding }) => {
    if (!validityCauses.has(finding.cause)) return undefined;
    if (isSkewed) return { cause: 'clock-skew', args: { now: nowMs } };
    const chain = chainOf(reportOf(evidence)!);
    if (offsetMs === undefined || chain.length === 0) return undefined;
    if (!isClockWrong(offsetMs))
      return finding.detail === 'cert-not-yet-valid-until' ? { ...finding, detail: 'cert-not-yet-valid-clock-right' } : undefined;
    if (!chain.every((certificate) => isValidAt(certificate, nowMs + offsetMs))) return undefined;
    return { cause: 'clock-skew', detail: offsetMs > 0 ? 'clock-skew-behind' : 'clock-skew-ahead', args: { offsetMs } };
  };
};

function isValidAt({ validFrom, validTo }: ProbeCertificate, time: number): boolean {
  return Date.parse(validFrom) <= time && time <= Date.parse(validTo);
}

const untrustedCauses: ReadonlySet<Cause> = new Set<Cause>(['cert-unknown-ca', 'cert-self-signed', 'cert-incomplete-chain']);
/** A certificate that is good for neither of two hosts is nobody's own. */
const strangeCauses: ReadonlySet<Cause> = new Set<Cause>([...untrustedCauses, 'cert-wrong-host']);

/** The authority is as it should be, and only what it vouches for isn't. */
const soundAuthorities: ReadonlySet<Detail | undefined> = new Set<Detail>([
  'cert-incomplete-chain-found',
  'cert-unknown-ca-weak',
  'cert-unknown-ca-unfit',
]);

/** One stranger who vouches for several hosts opens the connection to each. A maker that is known for it is enough alone. */
const shareInterception: Share = (found) => {
  const untrusted = failuresOf(found, untrustedCauses);
  const strange = failuresOf(found, strangeCauses);
  const isShared = (among: readonly Found[], read: (certificate: ProbeCertificate) => string, value: string) =>
    isSeveralHosts(evidencesOf(among.filter(({ evidence }) => readCertificate(evidence, read) === value)));
  return ({ evidence, finding }) => {
    const report = reportOf(evidence);
    const { issuer, fingerprint } = report?.certificate ?? {};
    if (!report || !issuer || !strangeCauses.has(finding.cause) || soundAuthorities.has(finding.detail)) return undefined;
    const isUntrusted = untrustedCauses.has(finding.cause);
    if (isUntrusted && inspectorOf(report)) return describeInspector(issuer, inspectorOf(report));
    if (isUntrusted && isShared(untrusted, (certificate) => certificate.issuer, issuer)) return describeInspector(issuer, undefined);
    const isOnePiece = fingerprint !== undefined && isShared(strange, (certificate) => certificate.fingerprint, fingerprint);
    return isOnePiece ? describeInspector(issuer, findInspector(issuer)) : undefined;
  };
};

function readCertificate(evidence: AddressEvidence, read: (certificate: ProbeCertificate) => string): string | undefined {
  const certificate = reportOf(evidence)?.certificate;
  return certificate && read(certificate);
}

function describeInspector(issuer: string, inspector: ReturnType<typeof findInspector>): Finding {
  const cause = 'cert-intercepted';
  if (!inspector) return { cause, args: { issuer, inspector: issuer } };
  return { cause, detail: `cert-intercepted-${inspector.kind}`, args: { issuer, inspector: inspector.name } };
}

/** No two servers are too old at once: something on the way is. */
const shareOldEncryption: Share = (found) => {
  const isReached = found.some(({ evidence, finding }) => !finding && evidence.url.startsWith('https:'));
  const isEverywhere = !isReached && isSeveralHosts(evidencesOf(failuresOf(found, new Set<Cause>(['tls-version']))));
  return ({ finding }) =>
    isEverywhere && finding.cause === 'tls-version' ? { cause: 'tls-version', detail: 'tls-version-everywhere' } : undefined;
};

/**
 * Roots that explain others, the first that does telling: what keeps everything away comes before what keeps something away, and what
 * another type of connection solves comes after what none does. Explained in docs/contributors/diagnosis.md.
 */
const precedence: readonly Share[] = [shareOffline, sharePortal, shareClockSkew, shareInterception, shareOldEncryption, shareOtherWay];
