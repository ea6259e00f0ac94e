import { describe, expect, test } from 'vitest';
import { isSiretKeyRight, normaliseSiret } from './siret.ts';

describe('normaliseSiret', () => {
  test.each([
    ['73282932000074', '73282932000074', 0],
    ['732 829 320 00074', '73282932000074', 3],
    [' 732\u00a0829\u202f320\t00074\n', '73282932000074', 5],
    ['732-829', '732-829', 0],
    ['', '', 0],
  ])('makes %j into %j', (text, siret, removedSpaces) => {
    expect(normaliseSiret(text)).toEqual({ siret, removedSpaces });
  });
});

describe('isSiretKeyRight', () => {
  test('knows a right key', () => {
    expect(isSiretKeyRight('73282932000074')).toBe(true);
  });

  test('notices one wrong digit, wherever it stands', () => {
    const siret = '73282932000074';
    for (let place = 0; place < siret.length; place += 1) {
      const wrong = siret.slice(0, place) + ((Number(siret[place]) + 1) % 10) + siret.slice(place + 1);
      expect(isSiretKeyRight(wrong), wrong).toBe(false);
    }
  });

  test('notices a wrong SIREN that the fourteen digits make up for', () => {
    const wrongSiren = '73282932100000';
    const repaired = Array.from({ length: 10 }, (_, digit) => `${wrongSiren.slice(0, 13)}${digit}`);
    expect(repaired.some(isSiretKeyRight)).toBe(false);
  });

  test('takes La Poste’s establishments by their digits’ sum', () => {
    expect(isSiretKeyRight('35600000000048')).toBe(true);
    expect(isSiretKeyRight('35600000009075')).toBe(true);
    expect(isSiretKeyRight('35600000009076')).toBe(false);
  });

  test('takes nobody else’s by their digits’ sum', () => {
    expect(isSiretKeyRight('73282932000010')).toBe(false);
  });
});
