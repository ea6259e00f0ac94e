import type { Message, ProbeReport, ProbeStageName } from 'boule-bleue';
import { findAccessFault } from './answer-faults.ts';
import type { Detail, Finding } from './cause.ts';
import { certificateFaults } from './certificate-faults.ts';
import { type AddressEvidence, type FailedReport, type FaultReader, failedStageOf } from './evidence.ts';
import { isOpened } from './interception.ts';
import { proxyFaults } from './proxy-faults.ts';

/** Why an address isn't reached, by what was found out about it alone; `undefined` when it was. */
export function findAlone(evidence: AddressEvidence, nowMs: number): Finding | undefined {
  if ('problem' in evidence) return findProblem(evidence.problem);
  const { report } = evidence;
  if (report.cause !== null) return findFailure({ ...report, cause: report.cause }, nowMs);
  return report.answer ? findAccessFault(report.answer, evidence.url, nowMs, isOpened(report)) : { cause: 'bad-answer' };
}

/** What can't be an address; where only its encryption is missing, with the address to write instead. */
function findProblem({ key, args }: Message): Finding {
  const address = key === 'error.connection.address-http' ? args?.address : undefined;
  return { cause: 'address-invalid', ...(address !== undefined && { args: { address } }) };
}

/** What a failure says in more detail than its cause. */
function findFailure(report: FailedReport, nowMs: number): Finding {
  return readers[report.cause]?.(report, nowMs) ?? { cause: report.cause };
}

/** `EAI_AGAIN` and its like: the name server gave no answer, so the name may well exist. */
const silentNameServer = /^(EAI_AGAIN|EAI_FAIL|ETIMEOUT|ESERVFAIL|EREFUSED|ECONNREFUSED)$/;

const timeouts: Partial<Record<ProbeStageName, Detail>> = {
  route: 'timeout-route',
  name: 'timeout-name',
  connect: 'timeout-connect',
  tls: 'timeout-tls',
  http: 'timeout-http',
};
/** A connection that is cut as soon as it stands is told at one stage or the other, as it happens. */
const resets: Partial<Record<ProbeStageName, Detail>> = { connect: 'reset-tls', tls: 'reset-tls', http: 'reset-http' };

const readers: Partial<Record<FailedReport['cause'], FaultReader>> = {
  ...proxyFaults,
  ...certificateFaults,
  'dns-unknown': (report) => {
    const { cause, systemCode = '' } = report;
    if (failedStageOf(report) === 'proxy') return { cause, detail: 'dns-unknown-at-proxy' };
    return silentNameServer.test(systemCode) ? { cause, detail: 'dns-unknown-silent' } : { cause };
  },
  refused: (report) => {
    const { cause, systemCode } = report;
    if (failedStageOf(report) === 'proxy') return { cause, detail: 'refused-behind-proxy' };
    return systemCode === 'EACCES' || systemCode === 'EPERM' ? { cause, detail: 'refused-by-workstation' } : { cause };
  },
  timeout: (report) => {
    const stage = failedStageOf(report);
    if (stage === 'proxy') return { cause: 'timeout', detail: isAnswered(report) ? 'timeout-behind-proxy' : 'timeout-proxy' };
    return withDetail('timeout', stage && timeouts[stage]);
  },
  reset: (report) => {
    const stage = failedStageOf(report);
    return withDetail('reset', stage && resets[stage]);
  },
  'tls-version': ({ cause, findings }) => {
    const version = findings?.oldestEncryption;
    if (version === null) return { cause, detail: 'tls-version-unknown' };
    return version === undefined ? { cause } : { cause, detail: 'tls-version-server-old', args: { version } };
  },
  'not-tls': ({ cause, findings }) => withDetail(cause, findings?.speaksPlainHttp ? 'not-tls-plain' : undefined),
  'bad-answer': ({ cause, findings }) => withDetail(cause, findings?.speaksOnlyHttp2 ? 'bad-answer-http2' : undefined),
};

/** Whether a proxy said itself that it got no answer. */
function isAnswered({ systemCode, proxyRefusal }: ProbeReport): boolean {
  return proxyRefusal !== undefined || systemCode?.startsWith('HTTP ') === true;
}

function withDetail(cause: FailedReport['cause'], detail: Detail | undefined): Finding {
  return detail === undefined ? { cause } : { cause, detail };
}
