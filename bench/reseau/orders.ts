/** What a process of workstations is told to do. */
export type Order =
  | { readonly kind: 'open'; readonly url: string; readonly names: readonly string[] }
  /** Each of so many workstations saves so many times, over some accounts that all share; with `tests` it counts an attempt after each. */
  | { readonly kind: 'save'; readonly workstations: number; readonly rounds: number; readonly accounts: number; readonly tests: boolean }
  /** Each inserts a row as long as the credentials so many times, and nothing else. */
  | { readonly kind: 'insert'; readonly workstations: number; readonly rounds: number }
  | { readonly kind: 'close' };

export interface Outcome {
  /** What each save or insertion took, in milliseconds. */
  readonly times: readonly number[];
  /** How many saves came too late and were made anew. */
  readonly conflicts: number;
}
