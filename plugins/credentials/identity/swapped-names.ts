interface Names {
  readonly lastName: string;
  readonly firstName: string;
}

/**
 * Whether last and first name seem to stand in each other's field: they are those that are saved, the other way round; or the first name is in
 * capitals, as last names are written, while the last name isn't.
 */
export function areNamesLikelySwapped(typed: Names, saved: Names): boolean {
  const { lastName, firstName } = typed;
  if (lastName === '' || firstName === '' || alike(lastName, firstName)) return false;
  if (saved.lastName !== '' && alike(lastName, saved.firstName) && alike(firstName, saved.lastName)) return true;
  if (alike(lastName, saved.lastName) && alike(firstName, saved.firstName)) return false;
  return isInCapitals(firstName) && isCapitalised(lastName);
}

function isInCapitals(text: string): boolean {
  return letterCount(text) >= 2 && text === text.toLocaleUpperCase('fr') && text !== text.toLocaleLowerCase('fr');
}

/** A capital and small letters behind it, as in « Jean-Marie ». */
function isCapitalised(text: string): boolean {
  return /^\p{Lu}\p{M}*\p{Ll}/u.test(text.trim());
}

function letterCount(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

function alike(one: string, other: string): boolean {
  return one.normalize('NFC').toLocaleUpperCase('fr').trim() === other.normalize('NFC').toLocaleUpperCase('fr').trim();
}
