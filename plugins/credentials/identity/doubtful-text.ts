import type { Message } from 'boule-bleue';
import { findLookAlikes, type LookAlike } from './look-alikes.ts';

/**
 * What in a value looks like a slip without being one for certain. The value stays as it is, and its user is told.
 * @param isHidden whether nobody at the screen may read what is typed: then places are told, not letters.
 */
export function findDoubts(text: string, isHidden = false): readonly Message[] {
  if (text === '') return [];
  return [
    ...spaceDoubts(text),
    ...(text.isWellFormed() && text.normalize('NFC') !== text ? [{ key: 'doubt.decomposed' }] : []),
    ...findLookAlikes(text).map((found) => lookAlikeDoubt(found, isHidden)),
  ];
}

function spaceDoubts(text: string): readonly Message[] {
  const inner = text.trim();
  return [
    ...(inner.length < text.length ? [{ key: startsOrEnds(text, inner) }] : []),
    ...(/\s\s/u.test(inner) ? [{ key: 'doubt.doubled-space' }] : []),
    ...(/[\u00a0\u2007\u202f]/u.test(inner) ? [{ key: 'doubt.no-break-space' }] : []),
  ];
}

function startsOrEnds(text: string, inner: string): string {
  if (inner === '') return 'doubt.only-spaces';
  if (text.startsWith(inner)) return 'doubt.trailing-space';
  return text.endsWith(inner) ? 'doubt.leading-space' : 'doubt.surrounding-space';
}

function lookAlikeDoubt({ letter, script, position, latin }: LookAlike, isHidden: boolean): Message {
  const args = { script: { key: `script.${script}` }, position };
  if (isHidden) return { key: 'doubt.letter-hidden', args };
  return latin === undefined
    ? { key: 'doubt.letter', args: { ...args, letter } }
    : { key: 'doubt.look-alike', args: { ...args, letter, latin } };
}
