import type { Message } from 'boule-bleue';
import type { RunView } from './states-state.ts';
import type { LeftOut, StopReason, TestAllOutcome } from './test-all-run.ts';

/** Beyond so many names the rest is a number. */
const namesTold = 10;

const leftOutInOrder = ['risky', 'incomplete', 'busy', 'gone'] as const satisfies readonly LeftOut[];

/** What came of a run, in sentences: how many, who was refused, who was left out and why, and why it stopped. */
export function reportRun(outcome: TestAllOutcome, now = Date.now()): RunView & { readonly isRunning: false } {
  const { total, accepted, refused, unanswered, leftOut, stopped } = outcome;
  const tested = accepted + refused.length + unanswered.length;
  const sentences = [
    ...(stopped ? [stopSentence(stopped, now)] : []),
    { key: 'test-all.done', args: { tested, total, accepted } },
    ...about('test-all.refused', refused),
    ...about('test-all.unanswered', unanswered),
    ...leftOutInOrder.flatMap((why) =>
      about(
        `test-all.left-out.${why}`,
        leftOut.filter((one) => one.why === why).map(({ name }) => name),
      ),
    ),
  ];
  return { isRunning: false, ok: !stopped && accepted === total, sentences };
}

function about(key: string, names: readonly string[]): readonly Message[] {
  return names.length === 0 ? [] : [{ key, args: { count: names.length, names: nameSome(names) } }];
}

export function nameSome(names: readonly string[]): Message {
  const told = names.slice(0, namesTold).join(', ');
  return { key: 'test-all.names', args: { told, more: Math.max(0, names.length - namesTold) } };
}

function stopSentence(stopped: StopReason, now: number): Message {
  if (stopped.kind === 'waiting') return { key: 'test-all.stopped.waiting', args: { until: stopped.until } };
  if (!('retryAfterMs' in stopped) || stopped.retryAfterMs === undefined) return { key: `test-all.stopped.${stopped.kind}` };
  return { key: `test-all.stopped.${stopped.kind}-until`, args: { until: now + stopped.retryAfterMs } };
}
