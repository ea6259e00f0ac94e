import type { Message } from 'boule-bleue';
import type { ServiceOutcome } from '../exchange/net-entreprises-services.ts';
import { authenticationFailure } from './authentication-entry.ts';
import { type Actor, failure, hostOf, networkActors, tick, type VerificationEntry } from './entry-parts.ts';
import type { ServiceFinding, ServiceFindings } from './service-check.ts';

type Service = 'deposit' | 'returns';
type Refusal = Exclude<ServiceOutcome, { kind: 'answered' | 'network' }>;

const actors: Readonly<Record<Refusal['kind'], Actor>> = {
  'token-invalid': 'net-entreprises',
  'token-expired': 'net-entreprises',
  'not-registered': 'user',
  forbidden: 'user',
  'judged-dangerous': 'net-entreprises',
  malformed: 'user',
  'too-many': 'user',
  unavailable: 'net-entreprises',
  'web-page': 'network-administrator',
  empty: 'net-entreprises',
  garbled: 'net-entreprises',
  'wrong-type': 'net-entreprises',
  redirected: 'network-administrator',
  'server-error': 'net-entreprises',
  unexpected: 'impact-emploi',
  'unknown-refusal': 'impact-emploi',
  'plain-http': 'user',
};

/** The ticks of the services behind the authentication. @param at when they were asked, in ms since 1970. */
export function listServiceEntries({ deposit, returns, renewal }: ServiceFindings, at: number): readonly VerificationEntry[] {
  const depositEntry = serviceEntry('deposit', deposit, at);
  if (!renewal || renewal.kind === 'accepted') return [depositEntry, serviceEntry('returns', returns, at)];
  const { sentence: reason, actor, next } = authenticationFailure(renewal, at);
  const service = serviceName('returns', returns.outcome);
  const entry = { ...tick('returns', false, { key: 'service.renewal', args: { service, reason } }), ...(actor && { actor }) };
  return [depositEntry, { ...entry, ...(next && { next }) }];
}

function serviceEntry(service: Service, { outcome, rememberedFrom }: ServiceFinding, at: number): VerificationEntry {
  const name = serviceName(service, outcome);
  if (outcome.kind === 'answered') return tick(service, true, answered(service, outcome, at, rememberedFrom));
  if (outcome.kind === 'network') return networkFailure(service, name, outcome);
  const until = outcome.askAgainAt === undefined ? {} : { until: outcome.askAgainAt };
  return failure(service, `service.${outcome.kind}`, actors[outcome.kind], { service: name, ...argumentsOf(outcome), ...until });
}

function answered(service: Service, { host, askAgainAt = 0 }: ServiceOutcome, at: number, rememberedFrom?: number): Message {
  if (rememberedFrom === undefined) return { key: `${service}.answered`, args: { host } };
  const minutes = Math.max(0, Math.floor((at - rememberedFrom) / 60_000));
  return { key: `${service}.remembered`, args: { host, minutes, until: askAgainAt } };
}

function networkFailure(service: Service, name: Message, { problem, cause }: ServiceOutcome & { kind: 'network' }): VerificationEntry {
  const reason = { key: problem === 'address' ? 'service.address' : `outcome.network.${problem}.sentence` };
  return {
    ...tick(service, false, { key: 'service.network', args: { service: name, reason } }),
    actor: { key: `actor.${problem === 'address' ? 'user' : networkActors[problem]}` },
    next: problem === 'address' ? { key: 'service.address.next' } : { key: `outcome.network.${problem}.next`, args: { cause } },
  };
}

function serviceName(service: Service, { host }: ServiceOutcome): Message {
  return { key: `service.${service}`, args: { host: host || '—' } };
}

function argumentsOf(outcome: Refusal): Record<string, string | number> {
  if (outcome.kind === 'redirected') return { target: hostOf(outcome.target) };
  if (outcome.kind === 'wrong-type') return { type: outcome.type };
  return 'status' in outcome ? { status: outcome.status } : {};
}
