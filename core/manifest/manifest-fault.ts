/** One thing wrong in a manifest, for its author. */
export interface ManifestFault {
  /** JSON pointer (RFC 6901) of the place, which may be missing: `/contributes/commands/0/title`. Empty for the whole. */
  readonly path: string;
  /** What is wrong, to be read after the path: `is missing`. */
  readonly problem: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

/** Extends a JSON pointer by one member. */
export function pointer(parent: string, member: string | number): string {
  return `${parent}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** One line a fault, as `manifest.invalid` quotes them. */
export function describeFaults(faults: readonly ManifestFault[]): string {
  return faults.map(({ path, problem, remedy }) => `  ${path || 'The manifest'} ${problem}. ${remedy}`).join('\n');
}
