import { describe, expect, test } from 'vitest';
import { findDoubts } from './doubtful-text.ts';
import { areNamesLikelySwapped } from './swapped-names.ts';

const keys = (text: string, isHidden?: boolean) => findDoubts(text, isHidden).map(({ key }) => key);

describe('a value', () => {
  test.each([
    ['Dupont', []],
    ['Le Goff', []],
    ['O’Brien-Müller Œ ß ÿ', []],
    ['Dupont ', ['doubt.trailing-space']],
    ['\u00a0Dupont', ['doubt.leading-space']],
    [' Dupont ', ['doubt.surrounding-space']],
    ['  ', ['doubt.only-spaces']],
    ['Le  Goff', ['doubt.doubled-space']],
    ['Le\u00a0Goff', ['doubt.no-break-space']],
    ['E\u0301lise', ['doubt.decomposed']],
    ['', []],
  ])('%j gives rise to %j, each time it is asked', (text, expected) => {
    expect(keys(text)).toEqual(expected);
    expect(keys(text)).toEqual(expected);
  });

  test.each([
    ['Dupоnt', { letter: 'о', position: 4, latin: 'o' }, 'script.cyrillic'],
    ['ΑBC', { letter: 'Α', position: 1, latin: 'A' }, 'script.greek'],
    ['😀а', { letter: 'а', position: 2, latin: 'a' }, 'script.cyrillic'],
    ['Dupｏnt', { letter: 'ｏ', position: 4, latin: 'o' }, 'script.full-width'],
  ])('%j is shown its foreign letter, and which one it looks like', (text, args, script) => {
    expect(findDoubts(text)).toEqual([{ key: 'doubt.look-alike', args: { ...args, script: { key: script } } }]);
  });

  test('with a letter that looks like none is shown it too', () => {
    expect(findDoubts('Жa')).toMatchObject([{ key: 'doubt.letter', args: { letter: 'Ж', position: 1 } }]);
    expect(findDoubts('名')).toMatchObject([{ key: 'doubt.letter', args: { script: { key: 'script.other' } } }]);
  });

  test('that nobody at the screen may read is told places alone', () => {
    expect(findDoubts('Sеcret', true)).toEqual([{ key: 'doubt.letter-hidden', args: { script: { key: 'script.cyrillic' }, position: 2 } }]);
  });

  test('of another script altogether is told of three letters, not of each', () => {
    expect(findDoubts('Достоевский')).toHaveLength(3);
  });
});

describe('last and first name', () => {
  const saved = { lastName: 'DUPONT', firstName: 'Élise' };
  const none = { lastName: '', firstName: '' };

  test.each([
    ['Élise', 'DUPONT', none, true],
    ['Jean-Marie', 'LE GOFF', none, true],
    ['DUPONT', 'Élise', none, false],
    ['Dupont', 'Élise', none, false],
    ['DUPONT', 'ÉLISE', none, false],
    ['dupont', 'ÉLISE', none, false],
    ['Martin', 'J', none, false],
    ['', 'DUPONT', none, false],
    ['élise', 'dupont', saved, true],
    ['Élise', 'E\u0301lise', { lastName: 'Élise', firstName: 'Élise' }, false],
    ['Dupont', 'ÉLISE', { lastName: 'Dupont', firstName: 'ÉLISE' }, false],
  ])('%j and %j over %j: swapped is %s', (lastName, firstName, over, isSwapped) => {
    expect(areNamesLikelySwapped({ lastName, firstName }, over)).toBe(isSwapped);
  });
});
