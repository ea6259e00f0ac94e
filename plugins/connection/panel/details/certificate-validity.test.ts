import { expect, test } from 'vitest';
import { tellValidity } from './certificate-validity.ts';

const dates = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2026-12-31T00:00:00.000Z' };
const tell = (now: string) => {
  const { state, period } = tellValidity(dates, Date.parse(now), 'fr');
  return [state, period?.distance];
};

test.each([
  ['2026-12-28T00:00:00Z', 'valid', 'dans 3 jours'],
  ['2026-12-30T21:00:00Z', 'valid', 'dans 3 heures'],
  ['2026-03-01T00:00:00Z', 'valid', 'dans 10 mois'],
  ['2027-01-03T00:00:00Z', 'expired', 'il y a 3 jours'],
  ['2031-01-03T00:00:00Z', 'expired', 'il y a 4 ans'],
  ['2025-12-30T00:00:00Z', 'not-yet-valid', 'après-demain'],
])('at %s the certificate is %s, the end that counts %s', (now, state, distance) => {
  expect(tell(now)).toEqual([state, distance]);
});

test('dates that can’t be read are no dates', () => {
  expect(tellValidity({ ...dates, validTo: '' }, 0, 'fr')).toEqual({ state: 'unknown' });
});
