export type Script = 'cyrillic' | 'greek' | 'full-width' | 'other';

/** A letter of another script than the portal's names are written in. */
export interface LookAlike {
  readonly letter: string;
  readonly script: Script;
  /** From 1, in characters as people count them. */
  readonly position: number;
  /** The Latin letter that it can't be told from by eye; unknown for others. */
  readonly latin?: string;
}

/** More would help nobody: the whole value is of another script then. */
const maximumFound = 3;

// Pairs that common fonts draw alike, a Latin letter behind each foreign one.
const pairs = 'аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEЅSІIЈJКKМMНHОOРPСCТTУYХXЗ3' + 'αaιiκkνvοoρpτtυuχxΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX';
const letters = [...pairs];
const latinLetters = new Map(letters.flatMap((letter, index) => (index % 2 === 0 ? [[letter, letters[index + 1] ?? ''] as const] : [])));

/** Letters that are none of the Latin script, the first few. */
export function findLookAlikes(text: string): readonly LookAlike[] {
  const found: LookAlike[] = [];
  let position = 0;
  for (const letter of text) {
    position += 1;
    const script = foreignScript(letter);
    if (script === undefined) continue;
    const latin = script === 'full-width' ? letter.normalize('NFKC') : latinLetters.get(letter);
    found.push({ letter, script, position, ...(latin !== undefined && { latin }) });
    if (found.length === maximumFound) break;
  }
  return found;
}

function foreignScript(letter: string): Script | undefined {
  if (/[\uff01-\uff5e]/u.test(letter)) return 'full-width';
  if (/\p{Script=Cyrillic}/u.test(letter)) return 'cyrillic';
  if (/\p{Script=Greek}/u.test(letter)) return 'greek';
  return /\p{L}/u.test(letter) && !/\p{Script=Latin}/u.test(letter) && !/[ªº]/u.test(letter) ? 'other' : undefined;
}
