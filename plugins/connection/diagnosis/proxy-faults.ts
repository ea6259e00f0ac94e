import type { ProbeReport } from 'boule-bleue';
import { type FailedReport, type FaultReader, failedStageOf } from './evidence.ts';

const windowsSchemes: ReadonlySet<string> = new Set(['ntlm', 'negotiate', 'kerberos']);
/** What a server that is no proxy says to `CONNECT`. */
const statusesOfServers: ReadonlySet<number> = new Set([404, 405, 501]);

/** What a report says of a proxy that didn't lead on. */
export const proxyFaults: Partial<Record<FailedReport['cause'], FaultReader>> = {
  'proxy-unreachable': (report) => {
    const { cause, systemCode } = report;
    if (failedStageOf(report) === 'name' && systemCode === 'ENOTFOUND') return { cause, detail: 'proxy-unreachable-unknown' };
    return { cause, detail: systemCode === 'ECONNREFUSED' ? 'proxy-unreachable-refused' : 'proxy-unreachable-named' };
  },
  'proxy-auth': ({ cause, proxyRefusal }) => {
    if (!proxyRefusal) return { cause };
    return { cause, detail: proxyRefusal.hadCredentials ? 'proxy-auth-wrong' : 'proxy-auth-missing' };
  },
  'proxy-auth-scheme': ({ cause, proxyRefusal }) => {
    const schemes = proxyRefusal?.schemes ?? [];
    if (schemes.length === 0) return { cause };
    const isWindows = schemes.some((scheme) => windowsSchemes.has(scheme.toLowerCase()));
    return { cause, detail: isWindows ? 'proxy-auth-scheme-windows' : 'proxy-auth-scheme-other', args: { schemes: schemes.join(', ') } };
  },
  'proxy-forbidden': ({ cause }) => ({ cause, detail: 'proxy-forbidden-named' }),
  'proxy-bad': (report) => {
    const { cause, proxyRefusal } = report;
    if (isNoProxy(report)) return { cause, detail: 'proxy-bad-no-proxy' };
    return proxyRefusal ? { cause, detail: 'proxy-bad-status', args: { status: proxyRefusal.status } } : { cause };
  },
  'captive-portal': ({ cause, proxyRefusal }) => {
    const target = proxyRefusal?.location;
    return target === undefined ? { cause } : { cause, detail: 'captive-portal-at', args: { target } };
  },
};

function isNoProxy(report: ProbeReport): boolean {
  if (failedStageOf(report) !== 'proxy') return false;
  return report.proxyRefusal ? statusesOfServers.has(report.proxyRefusal.status) : report.systemCode === undefined;
}
