import type { OfficeState } from '../office-state.ts';

/** Whether the session sees an account's credentials: its own, and an administrator everybody's. */
export function isOpenAccount({ session }: OfficeState, id: string): boolean {
  return session !== null && (session.role === 'administrator' || session.account === id);
}
