import type { ConnectionAttempt, Message } from 'boule-bleue';
import { type AddressFacts, type AddressResult, type AddressStage, ownStages, type Question } from '../../diagnosis/address-result.ts';
import { describeWay } from '../../way-found.ts';

/** One line of the waterfall. */
export interface WaterfallRow {
  /** `attempt` and `question` belong to the stages above them. */
  readonly kind: 'stage' | 'attempt' | 'question';
  readonly label: Message;
  readonly outcome: 'passed' | 'failed' | 'unneeded';
  readonly startMs: number;
  readonly ms: number;
  /** Whether it is known when it was done: other plugins need not say. */
  readonly isTimed: boolean;
  /** Whose stage it is, where it is another plugin's. */
  readonly plugin?: string;
  /** A sentence, or what the network said in its own words. */
  readonly detail: Message | string;
}

/** What was done for one address, in the order in which it is told: the tries of a connection below it, further questions last. */
export function listRows({ stages, facts }: AddressResult): readonly WaterfallRow[] {
  const attempts = (facts.attempts ?? []).map(describeAttempt);
  // An address that is one took no time and needs no line.
  const shown = stages.filter(({ name, ok }) => name !== 'address' || !ok);
  const rows = shown.flatMap((stage) => [describeStage(stage, facts), ...(stage.name === 'connect' ? attempts : [])]);
  // A test that ran out of time may know of tries, but of no stage.
  const isToldOf = stages.some(({ name }) => name === 'connect');
  return [...rows, ...(isToldOf ? [] : attempts), ...facts.questions.map(describeQuestion)];
}

/** When the last of them ended. */
export function findEndMs(rows: readonly WaterfallRow[]): number {
  return Math.max(0, ...rows.map(({ startMs, ms }) => startMs + ms));
}

function describeStage(stage: AddressStage, facts: AddressFacts): WaterfallRow {
  const { name, label, ok, startMs, ms } = stage;
  const spoken = label ?? { key: ownStages.includes(name) ? `stage.${name}` : name };
  const told = { label: spoken, outcome: ok ? 'passed' : 'failed', startMs, ms, detail: describeDetail(stage, facts) } as const;
  return { kind: 'stage', ...told, isTimed: !label || ms > 0, ...(label?.plugin && { plugin: label.plugin }) };
}

function describeDetail({ name, sentence, ok, detail }: AddressStage, { route, encryption }: AddressFacts): Message | string {
  if (sentence) return sentence;
  if (name === 'route' && ok && route) return describeWay(route);
  // Certificates stand below, in full.
  const areCertificatesTold = ok || (encryption && encryption.chain.length > 0);
  return name === 'tls' && areCertificatesTold ? detail.replace(/;.*/s, '') : detail;
}

const attemptOutcomes = { connected: 'passed', failed: 'failed', unneeded: 'unneeded' } as const;

function describeAttempt({ address, family, outcome, startMs, ms, systemCode = '' }: ConnectionAttempt): WaterfallRow {
  const label = { key: 'waterfall.attempt', args: { family } };
  const detail = outcome === 'unneeded' ? { key: 'waterfall.unneeded', args: { address } } : `${address} ${systemCode}`.trim();
  return { kind: 'attempt', label, outcome: attemptOutcomes[outcome], startMs, ms, isTimed: true, detail };
}

function describeQuestion({ purpose, way, cause, startMs, ms }: Question): WaterfallRow {
  const label = { key: `waterfall.question.${purpose}`, args: { way: { key: `waterfall.way.${way}` } } };
  return { kind: 'question', label, ...describeReply(purpose, cause), startMs, ms, isTimed: true };
}

/** No portal is no failure: nothing stands in the server's place. */
function describeReply(purpose: Question['purpose'], cause: Question['cause']): Pick<WaterfallRow, 'outcome' | 'detail'> {
  if (!cause) return { outcome: 'passed', detail: { key: 'waterfall.answered' } };
  if (purpose === 'portal') return { outcome: 'unneeded', detail: { key: 'waterfall.no-portal', args: { cause } } };
  return { outcome: 'failed', detail: { key: 'waterfall.unanswered', args: { cause } } };
}
