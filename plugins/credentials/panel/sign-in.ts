import type { AccountDraft, DraftField } from './account-draft.ts';

/** What keeps a session from being opened with what is typed. An account without a password has one chosen, typed twice. */
export function unsignable(draft: AccountDraft): DraftField | undefined {
  if (draft.value('password') === '') return 'password';
  const isConfirmed = draft.value('confirmation') !== '' || !draft.account.hasPassword;
  return isConfirmed && draft.passwordsDiffer ? 'confirmation' : undefined;
}

export function signInArguments(draft: AccountDraft): Record<string, string> {
  const confirmation = draft.value('confirmation');
  return { account: draft.account.id, password: draft.value('password'), ...(confirmation !== '' && { confirmation }) };
}
