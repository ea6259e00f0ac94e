import { describe, expect, test } from 'vitest';
import { cleanPastedNumber, cleanPastedPart, cleanPastedValue, findSuspiciousCharacters } from './pasted-text.ts';

describe('cleanPastedValue', () => {
  test.each([
    ['leaves a clean value alone', 'Été 2019 <&>"\'', 'Été 2019 <&>"\'', {}],
    ['removes spaces around it', '  Dupont ', 'Dupont', { spaces: 3 }],
    ['tells non-breaking spaces apart', '\u00a0Dupont\u202f ', 'Dupont', { spaces: 1, noBreakSpaces: 2 }],
    ['removes characters without width anywhere', '\ufeffDu\u200bpo\u00adnt', 'Dupont', { invisible: 3 }],
    ['finds the space behind a character without width', 'Dupont \u200b', 'Dupont', { spaces: 1, invisible: 1 }],
    ['removes tabs and line breaks', '\tDupont\r\n', 'Dupont', { lineBreaks: 3 }],
    ['finds the space before a line break', 'Dupont \n', 'Dupont', { spaces: 1, lineBreaks: 1 }],
    ['keeps spaces inside, of any kind', 'Le\u00a0Goff  Anne', 'Le\u00a0Goff  Anne', {}],
    ['keeps capitals, accents and their composition', 'E\u0301LISE ÀÇœ', 'E\u0301LISE ÀÇœ', {}],
    ['makes nothing of nothing but strays', ' \u200b\n', '', { spaces: 1, invisible: 1, lineBreaks: 1 }],
  ])('%s', (_name, text, cleaned, removed) => {
    expect(cleanPastedValue(text)).toEqual({ text: cleaned, removed });
  });

  test('cleans a cleaned value no further', () => {
    const { text } = cleanPastedValue(' \u00a0a\u200b b\t ');
    expect(cleanPastedValue(text)).toEqual({ text, removed: {} });
  });
});

test('a number loses the spaces between its digits too', () => {
  expect(cleanPastedNumber(' 732\u00a0829 320\u200b 00074')).toEqual({
    text: '73282932000074',
    removed: { spaces: 3, noBreakSpaces: 1, invisible: 1 },
  });
});

test('a part pasted into a value keeps the spaces around it', () => {
  expect(cleanPastedPart(' Marie\u200b\n')).toEqual({ text: ' Marie', removed: { invisible: 1, lineBreaks: 1 } });
});

test.each([
  ['Dupont', undefined],
  ['Dupont ', 'surrounding-space'],
  ['\u00a0Dupont', 'surrounding-space'],
  ['Le\u00a0Goff', 'no-break-space'],
  ['Le Goff', undefined],
])('typed %j is suspicious of %s, each time it is asked', (text, suspicion) => {
  expect(findSuspiciousCharacters(text)).toBe(suspicion);
  expect(findSuspiciousCharacters(text)).toBe(suspicion);
});
