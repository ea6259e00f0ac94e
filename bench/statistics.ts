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
export function describeComparison({ what, unit, ours, baseline, beside, aim }: Comparison): string {
  const ratio = ours / baseline;
  const verdict = aim === undefined ? '' : ratio <= aim ? `aim ≤ ${aim} × met` : `aim ≤ ${aim} × MISSED`;
  const figures = `${ours.toFixed(1)} ${unit} beside ${baseline.toFixed(1)} ${unit} (${beside})`;
  return `${what.padEnd(46)} ${ratio.toFixed(2).padStart(6)} ×  ${figures.padEnd(58)} ${verdict}`;
}
