import { type Secret, ShellError } from 'boule-bleue';

export interface TypedPassword {
  /** The Impact emploi password and its confirmation; both left out or empty: none. */
  readonly password?: Secret;
  readonly confirmation?: Secret;
}

/** The password that was typed twice. @throws ShellError `credentials.passwords-differ`. */
export async function agreedPassword({ password, confirmation }: TypedPassword): Promise<Secret | undefined> {
  const [first, second] = await Promise.all([password?.reveal() ?? '', confirmation?.reveal() ?? '']);
  if (first !== second) throw new ShellError('credentials.passwords-differ');
  return first === '' ? undefined : password;
}
