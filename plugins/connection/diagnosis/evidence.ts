import type { Message, ProbeReport, ProbeStageName } from 'boule-bleue';
import type { ConnectionType, ServerRole } from '../values/connection-values.ts';
import type { Question } from './address-result.ts';
import type { Finding } from './cause.ts';

/** What was found out about one address. */
export type AddressEvidence = {
  readonly role: ServerRole;
  /** The address that was asked; as it was typed, where it can't be one. */
  readonly url: string;
  readonly ms: number;
  /** What was asked because it wasn't reached; absent while nothing has been. */
  readonly questions?: readonly AnsweredQuestion[];
} & ({ readonly problem: Message } | { readonly report: ProbeReport });

export interface ProxyPlace {
  readonly host: string;
  readonly port: number;
}

/** A further probe and what it found. */
export interface AnsweredQuestion extends Pick<Question, 'purpose' | 'url' | 'startMs'> {
  readonly way: ConnectionType;
  /** That the way names; another may still lead through one. */
  readonly proxy: ProxyPlace | null;
  readonly report: ProbeReport;
}

export type FailedReport = ProbeReport & { readonly cause: NonNullable<ProbeReport['cause']> };

/** Tells what a failure of one kind says in more detail than its cause. */
export type FaultReader = (report: FailedReport, nowMs: number) => Finding | undefined;

export function reportOf(evidence: AddressEvidence): ProbeReport | undefined {
  return 'report' in evidence ? evidence.report : undefined;
}

/** Host name of the address, or `undefined` where it can't be an address. */
export function hostOf({ url }: Pick<AddressEvidence, 'url'>): string | undefined {
  return URL.parse(url)?.hostname;
}

/** The stage at which a probe failed; `undefined` where none did, or none was reached in time. */
export function failedStageOf({ stages }: ProbeReport): ProbeStageName | undefined {
  const last = stages.at(-1);
  return last?.ok === false ? last.name : undefined;
}

export function isSeveralHosts(evidences: readonly Pick<AddressEvidence, 'url'>[]): boolean {
  return new Set(evidences.map(hostOf)).size > 1;
}
