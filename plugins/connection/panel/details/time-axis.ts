/** The time from the start of a test to its end, divided into round steps. */
export interface TimeAxis {
  readonly endMs: number;
  /** From 0 to `endMs`. */
  readonly ticksMs: readonly number[];
}

const maximumSteps = 5;
/** Finer steps than a millisecond tell nothing. */
const shortestMs = 5;

/** The shortest axis of at most five steps of 1, 2 or 5 times a power of ten on which everything has room. */
export function spanTime(lastMs: number): TimeAxis {
  const atLeast = Math.max(lastMs, shortestMs);
  const power = 10 ** Math.floor(Math.log10(atLeast / maximumSteps));
  const stepMs = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step * maximumSteps >= atLeast)!;
  const count = Math.ceil(atLeast / stepMs);
  return { endMs: count * stepMs, ticksMs: Array.from({ length: count + 1 }, (_, index) => index * stepMs) };
}
