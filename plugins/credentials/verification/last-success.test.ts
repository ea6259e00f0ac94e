import { expect, test } from 'vitest';
import { findLastSuccess } from './last-success.ts';

const account = { id: 'a', name: 'Dupont', createdAt: 0 };
const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const netEntreprises = { ...identity, password: 'Azerty1!' };
const former = { ...identity, firstName: 'Anne', at: 1 };

test('is who is saved, once the portal accepted what is saved', () => {
  const knownState = { revision: 'r', kind: 'accepted', at: 5 } as const;
  expect(findLastSuccess({ account: { ...account, knownState }, credentials: { revision: 'r', netEntreprises } })).toEqual({
    ...identity,
    at: 5,
  });
});

test('is not unsaid by what the portal answered since', () => {
  const knownState = { revision: 'r', kind: 'expired', at: 9, acceptedAt: 5 } as const;
  expect(findLastSuccess({ account: { ...account, knownState }, credentials: { revision: 'r', netEntreprises } })).toMatchObject({ at: 5 });
});

test('is who was accepted before, as long as what is saved never was', () => {
  const credentials = { revision: 'r', netEntreprises, lastSuccess: former };
  expect(findLastSuccess({ account, credentials })).toEqual(former);
  const knownState = { revision: 'earlier', kind: 'accepted', at: 5 } as const;
  expect(findLastSuccess({ account: { ...account, knownState }, credentials })).toEqual(former);
  const refused = { revision: 'r', kind: 'refused', at: 5 } as const;
  expect(findLastSuccess({ account: { ...account, knownState: refused }, credentials })).toEqual(former);
});

test('holds no password', () => {
  const knownState = { revision: 'r', kind: 'accepted', at: 5 } as const;
  const found = findLastSuccess({ account: { ...account, knownState }, credentials: { revision: 'r', netEntreprises } });
  expect(JSON.stringify(found)).not.toContain('Azerty');
});
