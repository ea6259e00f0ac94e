import type { Message } from 'boule-bleue';
import type { ConnectionStatus } from '../connection-status.ts';
import type { TestOutcome } from '../panel-state.ts';
import { type ConnectionValues, isSameConnection, serverRoles } from '../values/connection-values.ts';
import type { AccessTestView } from './access-tests.ts';

/** Says a test as a whole: the guide's case n°1, 2 or 3, or how far it has come. */
export function summarise(
  test: AccessTestView,
  status: ConnectionStatus,
  saved: ConnectionValues,
): { outcome: TestOutcome; summary: Message } {
  if (test.status === 'running') {
    const args = { done: test.addresses.length, total: serverRoles.length };
    return { outcome: 'running', summary: { key: 'summary.running', args } };
  }
  if (test.status === 'cancelled') return { outcome: 'cancelled', summary: { key: 'summary.cancelled' } };
  const failed = test.addresses.filter(({ ok }) => !ok);
  if (failed.length > 0) return { outcome: 'unreached', summary: describeFailures(failed) };
  const reason = findRefusal(test, status);
  if (reason) return { outcome: 'reached-but-refused', summary: { key: 'summary.reached-but-refused', args: { reason } } };
  return { outcome: 'reached', summary: { key: isSameConnection(test.values, saved) ? 'summary.reached-saved' : 'summary.reached' } };
}

/** Why the installation isn't let in although its server is reached: what this test was told, or else the last authentication. */
function findRefusal({ addresses }: AccessTestView, { state, reason }: ConnectionStatus): Message | null {
  const stage = addresses.flatMap(({ stages }) => stages).find(({ name }) => name === 'authentication');
  if (stage) return stage.ok ? null : stage.sentence!;
  return state === 'refused' || state === 'unknown-licence' ? reason : null;
}

/** One cause for all that failed is said once; several are said beside their addresses. */
function describeFailures(failed: AccessTestView['addresses']): Message {
  const [first] = failed;
  const isOneCause = failed.every(({ cause }) => cause === first!.cause);
  if (isOneCause && first!.next) {
    return { key: 'summary.unreached', args: { count: failed.length, sentence: first!.sentence, next: first!.next } };
  }
  return { key: 'summary.unreached-variously', args: { count: failed.length } };
}
