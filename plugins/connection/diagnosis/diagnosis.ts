import type { Message } from 'boule-bleue';
import type { ConnectionValues } from '../connection-values.ts';
import type { AddressFacts, AddressResult } from './address-result.ts';
import { findAccessFault } from './answer-faults.ts';
import type { Finding } from './cause.ts';
import { describeCause, nameProxy } from './cause-sentence.ts';
import { type AddressEvidence, hostOf, reportOf } from './evidence.ts';
import { findRemedy } from './remedy.ts';
import { type Found, shareCauses } from './shared-causes.ts';

/** Finds, for each address, the one cause of its failure, who can act and what comes next. */
export function diagnose(
  evidences: readonly AddressEvidence[],
  values: Pick<ConnectionValues, 'type' | 'proxy'>,
  nowMs: number,
): readonly AddressResult[] {
  const found = shareCauses(evidences.map((evidence) => ({ evidence, finding: findAlone(evidence, nowMs) })));
  return found.map((one) => {
    const { role, url, ms } = one.evidence;
    const common = { role, url, notes: [], ms, stages: readStages(one.evidence), facts: readFacts(one.evidence) };
    if (!one.finding)
      return { ...common, ok: true, cause: null, sentence: describeSuccess(url, ms), actor: null, next: null, action: null };
    const isAnotherReached = found.some(({ finding }) => !finding);
    const { actor, next } = findRemedy(one.finding.cause, { role, url, type: values.type, isAnotherReached });
    const sentence = describeFailure(one, one.finding, nameProxy(values), nowMs);
    return { ...common, ok: false, cause: one.finding.cause, sentence, actor, next, action: null };
  });
}

function readStages(evidence: AddressEvidence): AddressResult['stages'] {
  if ('problem' in evidence) return [{ name: 'address', ok: false, startMs: 0, ms: 0, detail: evidence.problem.key }];
  return evidence.report.stages.map(({ name, ok, startMs, ms, detail }) => ({ name, ok, startMs, ms, detail }));
}

function readFacts(evidence: AddressEvidence): AddressFacts {
  if ('problem' in evidence) return { questions: [] };
  const { stages, ms, cause, certificate, answer, ...facts } = evidence.report;
  return { ...facts, ...(answer && { status: answer.status }), questions: [] };
}

function findAlone(evidence: AddressEvidence, nowMs: number): Finding | undefined {
  const report = reportOf(evidence);
  if (!report) return { cause: 'address-invalid' };
  if (report.cause) return { cause: report.cause };
  return report.answer ? findAccessFault(report.answer, evidence.url, nowMs) : { cause: 'bad-answer' };
}

function describeSuccess(url: string, ms: number): Message {
  return { key: url.startsWith('https:') ? 'result.reached' : 'result.reached-without-encryption', args: { ms } };
}

function describeFailure({ evidence }: Found, finding: Finding, proxy: string, nowMs: number): Message {
  if ('problem' in evidence) return evidence.problem;
  const { issuer = '', validFrom = '', validTo = '' } = evidence.report.certificate ?? {};
  const args = {
    host: hostOf(evidence) ?? evidence.url,
    proxy,
    issuer,
    now: nowMs,
    ...readInstants({ validFrom, validTo }),
    ...finding.args,
  };
  return describeCause(finding.cause, args);
}

function readInstants(texts: Readonly<Record<string, string>>): Record<string, number> {
  const instants = Object.entries(texts).map(([name, text]) => [name, Date.parse(text)] as const);
  return Object.fromEntries(instants.filter(([, instant]) => !Number.isNaN(instant)));
}
