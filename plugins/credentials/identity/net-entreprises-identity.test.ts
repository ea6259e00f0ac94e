import { describe, expect, test } from 'vitest';
import { findFieldProblem, findFieldProblems, hasProblems } from './net-entreprises-identity.ts';

const sound = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Anne', netEntreprisesPassword: 'Été<&>"\'1' };

test('finds nothing wrong with a sound identity, accents and special characters included', () => {
  expect(hasProblems(findFieldProblems(sound))).toBe(false);
});

test('names every field that is missing', () => {
  const problems = findFieldProblems({ siret: '', lastName: '', firstName: '', netEntreprisesPassword: '' });
  expect(Object.keys(problems)).toEqual(['siret', 'lastName', 'firstName', 'netEntreprisesPassword']);
});

describe('a SIRET', () => {
  test.each(['7328293200007', '732829320000741', '1'])('of other than 14 digits is refused: %s', (siret) => {
    expect(findFieldProblem('siret', siret)).toEqual({ kind: 'siret-length', length: siret.length });
  });

  test.each(['7328293200007A', '732829320-0074', '７３２８２９３２００００７４'])('of other than digits is refused: %s', (siret) => {
    expect(findFieldProblem('siret', siret)).toEqual({ kind: 'siret-not-digits' });
  });

  test('with a wrong key passes, as it does at the portal', () => {
    expect(findFieldProblem('siret', '73282932000075')).toBeUndefined();
  });
});

describe('the limits of the portal', () => {
  test.each([
    ['lastName', 64],
    ['firstName', 39],
    ['netEntreprisesPassword', 30],
  ] as const)('%s takes %i UTF-16 units and no more', (field, maximum) => {
    expect(findFieldProblem(field, 'x'.repeat(maximum))).toBeUndefined();
    expect(findFieldProblem(field, 'x'.repeat(maximum + 1))).toEqual({ kind: 'too-long', length: maximum + 1, maximum });
    expect(findFieldProblem(field, '😀'.repeat(maximum / 2 + 1))).toMatchObject({ kind: 'too-long' });
  });
});

test.each(['\u0000', 'a\tb', 'a\nb', '\u007f', '\u0085', '\ufffe', '\ud800'])('refuses %j, which XML or a form cannot carry', (value) => {
  expect(findFieldProblem('netEntreprisesPassword', value)).toEqual({ kind: 'control-character' });
});
