/** What the product's process ends with. */
export const exitCode = { done: 0, failed: 1, misused: 2 } as const;

/** Codes of failures that the caller made: a wrong name or value, not something that went wrong. */
const misuses: readonly string[] = [
  'command.unknown',
  'database.address-invalid',
  'database.authority-unreadable',
  'database.not-verified',
  'database.parameter-unknown',
  'command.arguments-invalid',
  'setting.unknown',
  'setting.invalid',
  'setting.refused',
  'plugin.unknown',
  'plugin-folder.name-invalid',
  'plugin-folder.name-taken',
  'plugin-folder.no-manifest',
  'plugin-folder.not-empty',
];

export function exitCodeOf(code: string): number {
  return misuses.includes(code) ? exitCode.misused : exitCode.failed;
}
