import { createHash } from 'node:crypto';
import { ShellError } from 'boule-bleue';

const maximumLength = 64;

/**
 * The name as it is kept: without spaces around it.
 * @throws ShellError `credentials.account-name-invalid`, `credentials.account-name-taken`.
 */
export function checkAccountName(name: string, others: readonly { readonly name: string }[]): string {
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > maximumLength || /\p{C}/u.test(trimmed)) {
    throw new ShellError('credentials.account-name-invalid', { maximum: maximumLength });
  }
  if (others.some((other) => comparable(other.name) === comparable(trimmed))) {
    throw new ShellError('credentials.account-name-taken', { name: trimmed });
  }
  return trimmed;
}

/** The same for all spellings that are one name. */
export function nameId(name: string): string {
  return createHash('sha256').update(comparable(name)).digest('hex');
}

function comparable(name: string): string {
  return name.normalize('NFC').toLocaleLowerCase('fr');
}
