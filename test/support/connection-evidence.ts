import type { ProbeCertificate, ProbeReport, ProbeStageName } from 'boule-bleue';
import type { AddressResult } from '../../plugins/connection/diagnosis/address-result.ts';
import type { Way } from '../../plugins/connection/diagnosis/cause-sentence.ts';
import { diagnose } from '../../plugins/connection/diagnosis/diagnosis.ts';
import type { AddressEvidence, AnsweredQuestion } from '../../plugins/connection/diagnosis/evidence.ts';
import { factoryAddresses, serverRoles } from '../../plugins/connection/values/connection-values.ts';

/** Pieces of evidence as probes report them, for tests of what follows from them. */
export const noonMs = Date.parse('2026-01-14T12:00:00Z');

export const direct: Way = { type: 'direct', proxy: { host: '', port: 0, user: '' } };
export const bySystem: Way = { ...direct, type: 'system' };
export const throughProxy: Way = { type: 'proxy', proxy: { host: 'proxy.local', port: 3128, user: '' } };

const probeStage = (name: ProbeStageName, ok: boolean) => ({ name, ok, startMs: 0, ms: 1, detail: '' });

export const reached = (more: Partial<ProbeReport> = {}): ProbeReport => ({
  stages: [probeStage('http', true)],
  ms: 12,
  cause: null,
  answer: { status: 200, headers: {}, body: '' },
  ...more,
});

export const failed = (cause: NonNullable<ProbeReport['cause']>, at: ProbeStageName, more: Partial<ProbeReport> = {}): ProbeReport => ({
  stages: [probeStage(at, false)],
  ms: 5,
  cause,
  ...more,
});

export function certificate(more: Partial<ProbeCertificate> = {}): ProbeCertificate {
  const issuer = more.issuer ?? 'CA';
  return {
    subject: 'impact-emploi.urssaf.fr',
    issuer,
    validFrom: '2025-06-01T00:00:00.000Z',
    validTo: '2026-06-01T00:00:00.000Z',
    names: ['impact-emploi.urssaf.fr'],
    fingerprint: `${issuer} of ${more.subject ?? ''}`,
    ...more,
  };
}

export const otherWay = (way: AnsweredQuestion['way'], url: string, report: ProbeReport): AnsweredQuestion => ({
  purpose: 'other-way',
  url,
  way,
  proxy: way === 'proxy' ? { host: 'proxy.local', port: 3128 } : null,
  startMs: 10,
  report,
});

export const portalQuestion = (url: string, answer: Partial<NonNullable<ProbeReport['answer']>>): AnsweredQuestion => ({
  purpose: 'portal',
  url: `http://${new URL(url).hostname}/`,
  way: 'direct',
  proxy: null,
  startMs: 10,
  report: reached({ answer: { status: 200, headers: {}, body: '', ...answer } }),
});

/** Diagnoses one report per role, at the factory addresses. */
export function diagnoseAll(reports: readonly ProbeReport[], way: Way = direct): readonly AddressResult[] {
  return diagnose(
    reports.map((report, index) => evidenceAt(index, report)),
    way,
    noonMs,
  );
}

export function evidenceAt(index: number, report: ProbeReport, questions?: readonly AnsweredQuestion[]): AddressEvidence {
  const role = serverRoles[index]!;
  return { role, url: factoryAddresses[role], ms: report.ms, report, ...(questions && { questions }) };
}

/** Diagnoses one address alone, at the factory address of the authentication if none is named. */
export function diagnoseOne(report: ProbeReport, way: Way = direct, url = factoryAddresses.authentication): AddressResult {
  return diagnose([{ role: 'authentication', url, ms: 1, report }], way, noonMs)[0]!;
}
