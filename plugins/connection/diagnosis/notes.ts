import type { ConnectionAttempt, Message, ProbeReport } from 'boule-bleue';
import { isMaintenancePage } from './answer-faults.ts';
import type { Finding } from './cause.ts';
import { describeAmount, findClockOffset, isClockWrong } from './clock.ts';
import { type AddressEvidence, hostOf, isSeveralHosts, reportOf } from './evidence.ts';
import { inspectorOf, isVouchedForHere } from './interception.ts';
import type { Found } from './shared-causes.ts';
import { isSameSite } from './site.ts';

type Noted = (one: Found, found: readonly Found[], nowMs: number) => Message | undefined;

/**
 * What doesn't keep any server from being reached but is worth knowing, for each address. What is true of all is told once, for the first.
 */
export function findNotes(found: readonly Found[], nowMs: number): ReadonlyMap<AddressEvidence, readonly Message[]> {
  const told = new Set<string>();
  const isNew = (note: Message) => {
    const identity = JSON.stringify(note);
    if (told.has(identity)) return false;
    told.add(identity);
    return true;
  };
  return new Map(found.map((one) => [one.evidence, noted.flatMap((note) => note(one, found, nowMs) ?? []).filter(isNew)]));
}

/** An attempt that is still open by then, and long after IPv4 was tried, waits for an answer that doesn't come. */
const silentAfterMs = 200;

const noteBrokenIpv6: Noted = ({ evidence }) => {
  const attempts = reportOf(evidence)?.attempts ?? [];
  const connected = attempts.find(({ outcome }) => outcome === 'connected');
  if (connected?.family !== 4) return undefined;
  const isSilent = ({ outcome, ms }: ConnectionAttempt) => outcome === 'unneeded' && ms >= silentAfterMs && ms > 2 * connected.ms;
  const lost = attempts.find((attempt) => attempt.family === 6 && (attempt.outcome === 'failed' || isSilent(attempt)));
  const delayMs = lost ? Math.max(0, Math.round(connected.startMs - lost.startMs)) : 0;
  return lost && { key: 'note.broken-ipv6', args: { host: hostOf(evidence) ?? '', ms: delayMs } };
};

const noteOpened: Noted = ({ evidence, finding }, found) => {
  const report = reportOf(evidence);
  if (!report || report.cause !== null || finding?.cause === 'cert-intercepted') return undefined;
  const inspector = isVouchedForHere(report) ? inspectorOf(report)?.name : undefined;
  const owner = inspector ?? findCommonAuthority(report, evidence, found);
  return owner === undefined ? undefined : { key: 'note.opened', args: { owner } };
};

/** The authority of this workstation's own that vouches for strangers to each other: it does so for everybody. */
function findCommonAuthority(report: ProbeReport, { url }: AddressEvidence, found: readonly Found[]): string | undefined {
  const issuer = readLocalIssuer(report);
  if (issuer === undefined) return undefined;
  const host = hostOf({ url }) ?? '';
  const vouched = found.map(({ evidence }) => evidence).filter((other) => readLocalIssuer(reportOf(other)) === issuer);
  const isForStrangers = vouched.some((other) => !isSameSite(hostOf(other) ?? '', host));
  return isForStrangers && isSeveralHosts(vouched) ? issuer : undefined;
}

/** Of an accepted certificate whose authority the workstation's keepers added; the host's own additions are its own affair. */
function readLocalIssuer(report: ProbeReport | undefined): string | undefined {
  const trustedBy = report?.encryption?.trustedBy;
  return trustedBy === 'system' || trustedBy === 'extra' ? report?.certificate?.issuer : undefined;
}

const noteClock: Noted = ({ finding }, found, nowMs) => {
  const offsetMs = findClockOffset(
    found.map(({ evidence }) => evidence),
    nowMs,
  );
  const isRoot = (one: Finding | undefined) => one?.cause === 'clock-skew';
  if (offsetMs === undefined || !isClockWrong(offsetMs) || isRoot(finding)) return undefined;
  if (found.some((one) => isRoot(one.finding))) return undefined;
  return { key: offsetMs > 0 ? 'note.clock-behind' : 'note.clock-ahead', args: { amount: describeAmount(offsetMs) } };
};

const noteUnreadableSettings: Noted = ({ evidence }) =>
  reportOf(evidence)?.route?.source === 'unreadable' ? { key: 'note.unreadable-settings' } : undefined;

const noteUnreachedProxies: Noted = ({ evidence }) => {
  const unreached = reportOf(evidence)?.route?.unreached ?? [];
  return unreached.length === 0 ? undefined : { key: 'note.unreached-proxies', args: { proxies: unreached.join(', ') } };
};

const noteMaintenancePage: Noted = ({ evidence, finding }) => {
  const answer = reportOf(evidence)?.answer;
  if (finding || !answer || !isMaintenancePage(answer)) return undefined;
  return { key: 'note.maintenance-page', args: { host: hostOf(evidence) ?? '' } };
};

const noted: readonly Noted[] = [noteClock, noteUnreadableSettings, noteUnreachedProxies, noteOpened, noteBrokenIpv6, noteMaintenancePage];
