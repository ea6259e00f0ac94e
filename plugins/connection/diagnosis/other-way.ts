import type { ProbeReport } from 'boule-bleue';
import type { ConnectionType } from '../values/connection-values.ts';
import { findAccessFault } from './answer-faults.ts';
import type { Cause, Detail, Finding, OtherWay } from './cause.ts';
import { type AddressEvidence, type AnsweredQuestion, reportOf } from './evidence.ts';
import { isOpened } from './interception.ts';
import type { Found, Share } from './shared-causes.ts';

/** What a proxy says because its keeper wants it so. Going around it is not ours to advise. */
export const rulesOfProxies: ReadonlySet<Cause> = new Set<Cause>(['proxy-auth', 'proxy-auth-scheme', 'proxy-forbidden']);

/** The system's settings first: somebody in charge made them. */
const preference: readonly ConnectionType[] = ['system', 'proxy', 'direct'];

const details = {
  system: 'other-way-system',
  direct: 'other-way-direct',
  proxy: 'other-way-proxy',
} as const satisfies Record<ConnectionType, Detail>;

/**
 * Where another type of connection reaches an address, it is what to change. The same one is told for all addresses where one reaches
 * all, since there is one setting for all of them.
 */
export const shareOtherWay: Share = (found, nowMs) => {
  const reaching = found.flatMap((one) => findReaching(one, nowMs).map(({ way }) => way));
  const count = (type: ConnectionType) => reaching.filter((way) => way === type).length;
  const ranked = [...preference].sort((first, second) => count(second) - count(first));
  return (one) => {
    const questions = findReaching(one, nowMs);
    const chosen = ranked.flatMap((type) => questions.find(({ way }) => way === type) ?? [])[0];
    return chosen && describe(one, { type: chosen.way, proxy: chosen.proxy ?? chosen.report.route?.proxy ?? null });
  };
};

function findReaching({ evidence, finding }: Found, nowMs: number): readonly AnsweredQuestion[] {
  if (!finding || !evidence.questions) return [];
  const isRule = rulesOfProxies.has(finding.cause) || isProxyAtFault(finding);
  return evidence.questions.filter((question) => isReached(evidence, question, nowMs) && (!isRule || isInCharge(question.report)));
}

/** A proxy that works and fails at its task is its keeper's to mend; what is no proxy at all was mistyped. */
function isProxyAtFault({ cause, detail }: Finding): boolean {
  return cause === 'proxy-bad' && detail !== 'proxy-bad-no-proxy';
}

function isReached({ url }: AddressEvidence, { purpose, report }: AnsweredQuestion, nowMs: number): boolean {
  if (purpose !== 'other-way' || report.cause !== null || !report.answer) return false;
  return findAccessFault(report.answer, url, nowMs, isOpened(report)) === undefined;
}

/** Whether somebody decided that this address is to be reached this way, rather than nobody having decided anything. */
function isInCharge({ route }: ProbeReport): boolean {
  return route !== undefined && (route.proxy !== null || ['pac', 'wpad', 'environment'].includes(route.source));
}

function describe({ evidence, finding: { cause } }: Found & { readonly finding: Finding }, otherWay: OtherWay): Finding {
  const isThroughProxy = cause.startsWith('proxy-') || Boolean(reportOf(evidence)?.route?.proxy);
  if (isThroughProxy) return { cause, detail: `proxy-${details[otherWay.type]}`, otherWay };
  const isKnownToProxy = cause === 'dns-unknown' && otherWay.proxy !== null;
  return { cause, detail: isKnownToProxy ? 'dns-known-to-proxy' : details[otherWay.type], otherWay };
}
