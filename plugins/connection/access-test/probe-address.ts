import type { Message, NetworkProbeService, NetworkRoute, ProbeReport } from 'boule-bleue';
import { hideCredentials } from '../addresses/address-credentials.ts';
import { readServerAddress } from '../addresses/server-address.ts';
import type { AddressEvidence } from '../diagnosis/evidence.ts';
import type { ConnectionMode, ServerRole } from '../values/connection-values.ts';

export interface AddressProbe {
  readonly role: ServerRole;
  /** As typed. */
  readonly address: string;
  readonly mode: ConnectionMode;
  /** `problem` where the settings name no usable way. */
  readonly route: NetworkRoute | { readonly problem: Message };
  readonly timeoutMs: number;
  /** Whether to look closer at a failure. Default `false`. */
  readonly investigate?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks one address as the mode says: in `securise` over HTTPS alone, in `normal` as typed, in `etendu` over
 * HTTPS first and then, where the server has no HTTPS, over HTTP. Never rejects but when cancelled.
 */
export async function probeAddress(prober: NetworkProbeService, probe: AddressProbe): Promise<AddressEvidence> {
  const { role, mode, route, timeoutMs, investigate = false, signal } = probe;
  const { value: url, problem: addressProblem } = readServerAddress(probe.address, mode);
  const problem = addressProblem ?? ('problem' in route ? route.problem : undefined);
  if (url === undefined || problem || 'problem' in route) return { role, url: hideCredentials(probe.address), ms: 0, problem: problem! };

  const ask = (address: string) => prober.probe({ url: address, route, timeoutMs, investigate, signal });
  if (mode !== 'etendu') return describe(role, url, await ask(url));
  const [secure, plain] = [url.replace(/^http:/, 'https:'), url.replace(/^https:/, 'http:')];
  const report = await ask(secure);
  if (!hasNoHttps(report)) return describe(role, secure, report);
  const plainReport = await ask(plain);
  return plainReport.cause === null ? describe(role, plain, plainReport) : describe(role, url, url === secure ? report : plainReport);
}

/** What is known of an address when the time for all of them is over. */
export function outOfTime({ role, address }: Pick<AddressProbe, 'role' | 'address'>, ms: number): AddressEvidence {
  return { role, url: hideCredentials(address), ms, report: { stages: [], ms, cause: 'timeout' } };
}

function describe(role: ServerRole, url: string, report: ProbeReport): AddressEvidence {
  return { role, url, ms: report.ms, report };
}

/** A certificate that isn't trusted is HTTPS too: it never makes a test fall back to HTTP. */
function hasNoHttps({ cause, stages }: ProbeReport): boolean {
  if (cause === 'refused' || cause === 'not-tls') return true;
  return cause === 'timeout' && stages.at(-1)?.name === 'connect';
}
