/** A figure measured on our side and on the baseline's, run in turn so that both saw the same machine. */
export interface Comparison {
  readonly what: string;
  readonly unit: 'ms' | 'KB' | 'MB' | 'nodes';
  readonly ours: number;
  readonly baseline: number;
  /** What the baseline is, in a few words. */
  readonly beside: string;
  /** The ratio we aim at, where there is one. */
  readonly aim?: number;
  /** How much more than the baseline we aim at, in the figures' unit, where that counts and not the ratio. */
  readonly aimMore?: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Runs two measurements in turn, A B A B …, after one uncounted run of each, and gives both medians. */
export async function inTurn(rounds: number, ours: () => Promise<number>, baseline: () => Promise<number>): Promise<[number, number]> {
  await ours();
  await baseline();
  const figures: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    figures[0].push(await ours());
    figures[1].push(await baseline());
  }
  return [median(figures[0]), median(figures[1])];
}

/** One line of the report: the figures, their ratio, and whether the aim is met. */
export function describeComparison(comparison: Comparison): string {
  const { what, unit, ours, baseline, beside } = comparison;
  const figures = `${precise(ours)} ${unit} beside ${precise(baseline)} ${unit} (${beside})`;
  return `${what.padEnd(46)} ${(ours / baseline).toFixed(2).padStart(6)} ×  ${figures.padEnd(58)} ${verdict(comparison)}`;
}

function verdict({ ours, baseline, unit, aim, aimMore }: Comparison): string {
  if (aim !== undefined) return `aim ≤ ${aim} × ${ours / baseline <= aim ? 'met' : 'MISSED'}`;
  if (aimMore !== undefined) return `aim ≤ ${aimMore} ${unit} more ${ours - baseline <= aimMore ? 'met' : 'MISSED'}`;
  return '';
}

/** Short times need more digits. */
function precise(figure: number): string {
  return figure.toFixed(figure < 1 ? 3 : 1);
}

/** The value that so large a share of all lies at or below. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? Number.NaN;
}
