/** Whether an error is the expected failure of that code. By its code, since classes don't outlive a process boundary. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}
