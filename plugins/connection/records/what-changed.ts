import type { Message } from 'boule-bleue';
import { type Change, compareTests } from './compare-tests.ts';
import type { TestHistory } from './test-history.ts';
import type { TestRecord } from './test-record.ts';

/** What is different from the last test that succeeded: where the cause of a failure is most often found. */
export type ChangesSinceSuccess = {
  /** When that test ended, in milliseconds since 1970. */
  readonly at: number;
  /** In one line, the most telling change alone. */
  readonly sentence: Message;
  /** Most telling first; empty where the test sees none. */
  readonly changes: readonly Change[];
};

/** `null` for a test that succeeded, and where none did before it. */
export function findChangesSinceSuccess(history: Pick<TestHistory, 'lastSuccessBefore'>, test: TestRecord): ChangesSinceSuccess | null {
  const success = test.ok ? undefined : history.lastSuccessBefore(test);
  if (!success) return null;
  const at = success.lastAt;
  const changes = compareTests(success, test);
  const [first, ...others] = changes;
  const key = first ? 'changes.since' : 'changes.none-since';
  return { at, changes, sentence: { key, args: { at, ...(first && { change: first.message, others: others.length }) } } };
}
