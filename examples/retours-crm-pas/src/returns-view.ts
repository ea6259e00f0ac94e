import type { Message, TableRow, TableView } from 'boule-bleue';
import { keyOf } from './found-returns.ts';
import type { PortalReturn } from './read-returns.ts';

/** How far the search is. */
export type Progress =
  | { readonly step: 'idle' }
  | { readonly step: 'asking'; readonly account?: string }
  | { readonly step: 'searching'; readonly account: string; readonly percent: number; readonly nextAt?: number }
  | { readonly step: 'done'; readonly account: string }
  | { readonly step: 'failed'; readonly sentence: Message };

const refresh = 'retours-crm-pas.refresh';
const severities = { OK: 'success', ANO: 'warning', KO: 'error' } as const;

/** The table, in each of its states: nothing asked yet, under way, nothing found, found, failed. */
export function buildView(progress: Progress, returns: readonly PortalReturn[], days: number): TableView {
  const isBusy = progress.step === 'asking' || progress.step === 'searching';
  return {
    columns: [
      { id: 'published', label: { key: 'column.published' }, widthHint: 18 },
      { id: 'status', label: { key: 'column.status' }, kind: 'state', widthHint: 14 },
      { id: 'flow', label: { key: 'column.flow' }, widthHint: 28 },
    ],
    rows: returns.map((item) => ({ id: keyOf(item), cells: cellsOf(item) })),
    sort: { column: 'published', isDescending: true },
    canExport: returns.length > 0,
    isLoading: isBusy,
    actions: [{ title: { key: 'command.refresh' }, icon: '$(refresh)', command: refresh, isPrimary: true, isEnabled: !isBusy }],
    ...said(progress, returns.length, days),
  };
}

function said(progress: Progress, count: number, days: number): Pick<TableView, 'message' | 'severity' | 'failure'> {
  switch (progress.step) {
    case 'idle':
      return { message: { key: 'state.idle', args: { days } } };
    case 'asking':
      return { message: { key: 'state.asking' } };
    case 'searching': {
      const { account, percent, nextAt = 0 } = progress;
      return { message: { key: nextAt > 0 ? 'state.waiting' : 'state.searching', args: { account, percent, nextAt, count, days } } };
    }
    case 'done':
      return { message: { key: 'state.done', args: { account: progress.account, count, days } }, severity: count > 0 ? 'success' : 'info' };
    case 'failed':
      return { failure: { sentence: progress.sentence, retry: { command: refresh } } };
  }
}

function cellsOf({ published, status, flow }: PortalReturn): TableRow['cells'] {
  const severity = Object.hasOwn(severities, status) ? severities[status as keyof typeof severities] : 'info';
  return { published: readable(published), status: { severity, label: { key: 'status', args: { status } } }, flow };
}

/** As the portal gives it, which does not say its zone. */
function readable(published: string): string {
  return published.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3 $4:$5');
}
