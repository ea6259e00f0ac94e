import type { Change } from '../records/compare-tests.ts';
import type { TestTrigger } from '../records/test-record.ts';
import type { Line } from '../report/part.ts';
import type { ReportPreview } from '../report/report-lines.ts';
import type { ComparisonGroup } from './side-by-side.ts';

export const historyPanelId = 'connection.history';
/** The imported report's place among the tests. */
export const importedId = 'imported';

/** What the panel « Historique des tests » renders. */
export type HistoryPanelState = {
  readonly isLoaded: boolean;
  /** A test is under way, so that another row is to come. */
  readonly isTesting: boolean;
  /** Newest first. */
  readonly tests: readonly TestRow[];
  /** Kept tests that could not be read. */
  readonly unreadableCount: number;
  readonly imported: (TestRow & { readonly fileName: string }) | null;
  readonly comparison: Comparison | null;
  readonly preview: ReportPreview | null;
};

export type TestRow = {
  readonly id: string;
  /** The last time that it came out so. */
  readonly at: number;
  readonly count: number;
  readonly trigger: TestTrigger;
  readonly ok: boolean;
  /** What it came to, in a sentence. */
  readonly sentence: Line;
  readonly way: Line;
};

export type Comparison = {
  readonly left: string;
  readonly right: string;
  /** From the older one to the newer; between workstations, where time tells nothing, from the left one to the right. */
  readonly changes: readonly Change[];
  readonly groups: readonly ComparisonGroup[];
};

export function isBetweenWorkstations({ left, right }: Pick<Comparison, 'left' | 'right'>): boolean {
  return [left, right].includes(importedId);
}
