import type { Message } from 'boule-bleue';
import type { AddressFacts, AddressResult, Question } from './address-result.ts';
import { findAccessFault } from './answer-faults.ts';
import type { Finding, Values } from './cause.ts';
import { describeCause, nameEndpoint, nameProxy, type Way } from './cause-sentence.ts';
import { describeAmount } from './clock.ts';
import { type AddressEvidence, type AnsweredQuestion, hostOf, reportOf } from './evidence.ts';
import { findNotes } from './notes.ts';
import { findPortalInPlaceOf } from './portal.ts';
import { findRemedy } from './remedy.ts';
import { findAlone } from './report-faults.ts';
import { shareCauses } from './shared-causes.ts';

/** Finds, for each address, the one cause of its failure, who can act and what comes next. */
export function diagnose(evidences: readonly AddressEvidence[], way: Way, nowMs: number): readonly AddressResult[] {
  const found = shareCauses(
    evidences.map((evidence) => ({ evidence, finding: findAlone(evidence, nowMs) })),
    nowMs,
  );
  const notes = findNotes(found, nowMs);
  const reached = found.filter((one) => !one.finding).map((one) => one.evidence);
  return found.map(({ evidence, finding }) => {
    const { role, url, ms } = evidence;
    const facts = readFacts(evidence, nowMs);
    const common = { role, url, notes: notes.get(evidence) ?? [], ms, stages: readStages(evidence, finding), facts };
    if (!finding) return { ...common, ok: true, cause: null, sentence: describeSuccess(url, ms), actor: null, next: null, action: null };
    const values = readValues(evidence, finding, way);
    const sentence = 'problem' in evidence ? evidence.problem : describeCause(finding, values);
    const { route } = facts;
    const isAnotherReached = reached.some((other) => isSameWay(reportOf(other)?.route, route));
    const circumstances = { finding, role, url, type: way.type, route, isAnotherReached, values };
    return { ...common, ok: false, cause: finding.cause, sentence, ...findRemedy(circumstances) };
  });
}

/** What one proxy reaches says nothing of what goes past it. A way that isn't known may be the same. */
function isSameWay(one: AddressFacts['route'], other: AddressFacts['route']): boolean {
  const placeOf = ({ proxy }: NonNullable<AddressFacts['route']>) => proxy && nameEndpoint(proxy);
  return !one || !other || placeOf(one) === placeOf(other);
}

/** An answer came, so the probe ended well; what is wrong with it shows in the stage that got it. */
function readStages(evidence: AddressEvidence, finding: Finding | undefined): AddressResult['stages'] {
  if ('problem' in evidence) return [{ name: 'address', ok: false, startMs: 0, ms: 0, detail: evidence.problem.key }];
  return evidence.report.stages.map(({ name, ok, startMs, ms, detail }) => {
    const isAnswerAtFault = name === 'http' && finding !== undefined;
    return { name, ok: ok && !isAnswerAtFault, startMs, ms, detail };
  });
}

function readFacts(evidence: AddressEvidence, nowMs: number): AddressFacts {
  if ('problem' in evidence) return { questions: [] };
  const { stages, ms, cause, certificate, answer, ...facts } = evidence.report;
  const questions = (evidence.questions ?? []).map((question) => readQuestion(question, nowMs));
  return { ...facts, ...(answer && { status: answer.status }), questions };
}

function readQuestion({ purpose, url, way, startMs, report }: AnsweredQuestion, nowMs: number): Question {
  return { purpose, url, way, cause: report.cause ?? readAnswerCause({ purpose, url, report }, nowMs), startMs, ms: report.ms };
}

function readAnswerCause({ purpose, url, report: { answer } }: Pick<AnsweredQuestion, 'purpose' | 'url' | 'report'>, nowMs: number) {
  if (!answer) return null;
  if (purpose === 'portal') return findPortalInPlaceOf(answer, url) ? 'captive-portal' : null;
  return findAccessFault(answer, url, nowMs)?.cause ?? null;
}

function describeSuccess(url: string, ms: number): Message {
  return { key: url.startsWith('https:') ? 'result.reached' : 'result.reached-without-encryption', args: { ms } };
}

/** All that sentences may name. Each names what it needs. */
function readValues(evidence: AddressEvidence, { args, otherWay }: Finding, way: Way): Values {
  const route = reportOf(evidence)?.route;
  const other = otherWay?.proxy;
  const offsetMs = args?.offsetMs;
  return {
    host: hostOf(evidence) ?? evidence.url,
    proxy: route?.proxy ? nameEndpoint(route.proxy) : nameProxy(way),
    ...(other && { otherProxy: nameEndpoint(other) }),
    ...(typeof offsetMs === 'number' && { amount: describeAmount(offsetMs) }),
  };
}
