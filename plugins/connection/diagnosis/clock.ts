import type { Message } from 'boule-bleue';
import { type AddressEvidence, hostOf, reportOf } from './evidence.ts';

/** Below this a clock is right: certificates and passwords of the day don't mind, and an answer takes its time. */
const toleranceMs = 5 * 60_000;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Each unit up to the amount from which the next one says it better. */
const units = [
  { key: 'duration.minutes', ms: minuteMs, below: 2 * hourMs },
  { key: 'duration.hours', ms: hourMs, below: 2 * dayMs },
  { key: 'duration.days', ms: dayMs, below: 730 * dayMs },
  { key: 'duration.years', ms: 365.25 * dayMs, below: Number.POSITIVE_INFINITY },
] as const;

/**
 * How far this workstation's clock is behind the servers', in milliseconds; negative where it is ahead. The median of one clock a host, of
 * servers that were verified where there are such; `undefined` where none told, or where fewer than half agree.
 */
export function findClockOffset(evidences: readonly AddressEvidence[], nowMs: number): number | undefined {
  const samples = evidences.flatMap((evidence) => readSample(evidence, nowMs) ?? []);
  const verified = samples.filter(({ isVerified }) => isVerified);
  const byHost = new Map((verified.length > 0 ? verified : samples).map(({ host, offsetMs }) => [host, offsetMs]));
  const offsets = [...byHost.values()].sort((first, second) => first - second);
  const median = offsets[Math.floor((offsets.length - 1) / 2)];
  if (median === undefined) return undefined;
  const agreeing = offsets.filter((offsetMs) => !isClockWrong(offsetMs - median));
  return agreeing.length * 2 > offsets.length ? median : undefined;
}

export function isClockWrong(offsetMs: number): boolean {
  return Math.abs(offsetMs) > toleranceMs;
}

/** By how much a clock is wrong, in the unit that says it best. */
export function describeAmount(offsetMs: number): Message {
  const amount = Math.abs(offsetMs);
  const unit = units.find(({ below }) => amount < below) ?? units[3];
  return { key: unit.key, args: { count: Math.round(amount / unit.ms) } };
}

function readSample(evidence: AddressEvidence, nowMs: number) {
  const report = reportOf(evidence);
  const host = hostOf(evidence);
  const clock = report?.clock ?? readDate(report?.answer?.headers.date, nowMs);
  if (!report || host === undefined || !clock) return undefined;
  return { host, offsetMs: clock.serverMs - clock.localMs, isVerified: report.cause === null && evidence.url.startsWith('https:') };
}

function readDate(date: string | undefined, localMs: number) {
  const serverMs = Date.parse(date ?? '');
  return Number.isNaN(serverMs) ? undefined : { serverMs, localMs };
}
