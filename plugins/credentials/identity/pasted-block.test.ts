import { describe, expect, test } from 'vitest';
import { findDoubts } from './doubtful-text.ts';
import { findFieldProblem, type IdentityField, identityFields } from './net-entreprises-identity.ts';
import { readPastedBlock } from './pasted-block.ts';
import { cleanPastedPart } from './pasted-text.ts';
import { areNamesLikelySwapped } from './swapped-names.ts';

const all = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise', netEntreprisesPassword: 'Été&2024<Pa:ie>' };

function read(text: string, into: IdentityField = 'siret') {
  const block = readPastedBlock(text, into);
  return block && Object.fromEntries(Object.entries(block).map(([field, { text: value }]) => [field, value]));
}

describe('a block', () => {
  test.each([
    ['of lines', 'SIRET : 73282932000074\nNom : Dupont\nPrénom : Élise\nMot de passe : Été&2024<Pa:ie>'],
    ['without spaces', 'SIRET:73282932000074\r\nNom:Dupont\r\nPrénom:Élise\r\nMot de passe:Été&2024<Pa:ie>\r\n'],
    [
      'with non-breaking spaces',
      'SIRET\u00a0: 732\u00a0829\u202f320 00074\nNom\u00a0: Dupont\nPrénom\u00a0: Élise\nMot de passe\u00a0: Été&2024<Pa:ie>',
    ],
    ['with bullets', '• SIRET : 73282932000074\n• Nom : Dupont\n- Prénom : Élise\n* Mot de passe : Été&2024<Pa:ie>'],
    ['with numbers', '1. SIRET : 73282932000074\n2. Nom : Dupont\n3) Prénom : Élise\n4) Mot de passe : Été&2024<Pa:ie>'],
    ['with tabs', 'SIRET\t73282932000074\nNom\tDupont\nPrénom\tÉlise\nMot de passe\tÉté&2024<Pa:ie>'],
    ['as a table', 'SIRET\tNom\tPrénom\tMot de passe\n73282932000074\tDupont\tÉlise\tÉté&2024<Pa:ie>'],
    ['with labels above', 'SIRET *\n73282932000074\n\nNom *\nDupont\nPrénom *\nÉlise\nMot de passe *\nÉté&2024<Pa:ie>\n'],
    ['on one line', 'SIRET : 73282932000074 Nom : Dupont Prénom : Élise Mot de passe : Été&2024<Pa:ie>'],
    ['on one line, with commas', 'Siret: 73282932000074, nom: Dupont, prénom: Élise, mot de passe: Été&2024<Pa:ie>'],
    ['in capitals, in another order', 'MOT DE PASSE : Été&2024<Pa:ie>\nPRENOM : Élise\nNOM : Dupont\nN° SIRET : 73282932000074'],
    [
      'with longer labels',
      'Numéro de SIRET du déclarant : 73282932000074\nNom de famille : Dupont\nPre\u0301nom du déclarant : Élise\nMot de passe Net-entreprises : Été&2024<Pa:ie>',
    ],
    [
      'with a title and a remark',
      'Vos identifiants\n\nSIRET (14 chiffres) = 73282932000074\nNom = Dupont\nPrénom = Élise\nMdp = Été&2024<Pa:ie>',
    ],
    ['with dashes', 'SIRET – 73282932000074\nNom – Dupont\nPrénom – Élise\nMot de passe – Été&2024<Pa:ie>'],
    ['without labels', '73282932000074\nDupont\nÉlise\nÉté&2024<Pa:ie>'],
    [
      'with characters without width',
      '\ufeffSIRET : 73282932\u200b000074\n\u200bNom : Dupont\nPrénom\u200b : Élise\nMot de passe : Été&2024<Pa:ie>\u200b',
    ],
  ])('%s fills all fields', (_form, text) => {
    for (const field of identityFields) expect(read(text, field)).toEqual(all);
  });

  test('of three lines leaves the password to be typed', () => {
    const { netEntreprisesPassword: _, ...identity } = all;
    expect(read('SIRET : 73282932000074\nNom : Dupont\nPrénom : Élise\nMot de passe : ')).toEqual(identity);
    expect(read('73282932000074\tDupont\tÉlise')).toEqual(identity);
  });

  test('keeps a password to the letter: capitals, accents and their composition, spaces and colons in it', () => {
    const password = 'E\u0301té  : a=b; Nom "x" ';
    expect(read(`Nom : Dupont\nMot de passe : ${password}`)).toEqual({ lastName: 'Dupont', netEntreprisesPassword: password.trimEnd() });
  });

  test('tells what was taken out of each value', () => {
    expect(readPastedBlock('SIRET : 732 829 320 00074\nNom : Du\u00adpont', 'siret')).toMatchObject({
      siret: { removed: { spaces: 3 } },
      lastName: { text: 'Dupont', removed: { softHyphens: 1 } },
    });
  });

  test('of one label fills the field that it names, where it is pasted', () => {
    expect(read('SIRET : 73282932000074', 'siret')).toEqual({ siret: all.siret });
    expect(read('Mot de passe : abc', 'netEntreprisesPassword')).toEqual({ netEntreprisesPassword: 'abc' });
  });
});

test.each([
  ['Dupont', 'lastName'],
  ['73282932000074', 'siret'],
  ['732 829 320 00074', 'siret'],
  ['Nomade', 'lastName'],
  ['Nom', 'lastName'],
  ['Prénomme', 'firstName'],
  ['nom=abc', 'netEntreprisesPassword'],
  ['SIRET : 73282932000074', 'netEntreprisesPassword'],
  ['Mot de passe', 'netEntreprisesPassword'],
  ['a:b\nc:d', 'netEntreprisesPassword'],
  ['73282932000074\nDupont', 'siret'],
  ['1\n2\n3\n4', 'siret'],
  ['- abc', 'netEntreprisesPassword'],
  ['', 'siret'],
] as const)('%j pasted into %s stays a value', (text, into) => {
  expect(readPastedBlock(text, into)).toBeUndefined();
});

describe('any text', () => {
  /** Made of what the readers look for, in any order, from a seed that a failure names. */
  const pieces = [
    ...['SIRET', 'Nom', 'Prénom', 'Mot de passe', 'N°', 'de', 'du déclarant', ' : ', ':', '=', '–', '- ', '• ', '1. ', '*', '(', ')'],
    ...['\n', '\r\n', '\t', ' ', '\u00a0', '\u202f', '\u200b', '\ufeff', '\u00ad', '\u202e', '\u2028', '\0', '\u001b', '\ud800', '\udc00'],
    ...[
      '73282932000074',
      'Dupont',
      'É',
      'E\u0301',
      'а',
      'Ω',
      'ａ',
      '😀',
      '<script>',
      ']]>',
      '&amp;',
      '{x}',
      "'",
      '"',
      '\\',
      '%00',
      '__proto__',
    ],
  ];
  const made = (seed: number) => {
    let state = seed;
    const next = (bound: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
    return Array.from({ length: 1 + next(40) }, () => pieces[next(pieces.length)]).join('');
  };

  test('is read or left, cleaned and judged without an error', () => {
    for (let seed = 1; seed <= 3_000; seed += 1) {
      const text = made(seed);
      for (const field of identityFields) {
        for (const { text: value } of Object.values(readPastedBlock(text, field) ?? {})) {
          expect(cleanPastedPart(value).text, `seed ${seed}`).toBe(value);
        }
      }
      findDoubts(text);
      findDoubts(text, true);
      areNamesLikelySwapped({ lastName: text, firstName: made(seed + 1) }, { lastName: 'Dupont', firstName: 'Élise' });
      for (const field of identityFields) findFieldProblem(field, cleanPastedPart(text).text);
    }
  });

  test.each(['Nom ', 'N° ', ' \u200b', '\t', 'SIRET : ', '- ', 'Nom,;|', '(', 'é\u0301', 'mot de passe ', '\n'])(
    'of %j over and over is read at once',
    (piece) => {
      const text = piece.repeat(Math.floor(5_000 / piece.length));
      const startMs = performance.now();
      readPastedBlock(text, 'siret');
      readPastedBlock(`SIRET : ${text}`.slice(0, 5_000), 'siret');
      findDoubts(text.repeat(40));
      cleanPastedPart(text.repeat(40));
      expect(performance.now() - startMs).toBeLessThan(1_000);
    },
  );

  test('longer than any form is left', () => {
    expect(readPastedBlock(`SIRET : 73282932000074\nNom : ${'x'.repeat(5_000)}`, 'siret')).toBeUndefined();
  });
});
