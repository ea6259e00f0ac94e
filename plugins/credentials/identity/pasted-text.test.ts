import { describe, expect, test } from 'vitest';
import { cleanPastedNumber, cleanPastedPart, cleanPastedValue } from './pasted-text.ts';

describe('cleanPastedValue', () => {
  test.each([
    ['leaves a clean value alone', 'Été 2019 <&>"\'', 'Été 2019 <&>"\'', {}],
    ['removes spaces around it', '  Dupont ', 'Dupont', { spaces: 3 }],
    ['tells non-breaking spaces apart', '\u00a0Dupont\u202f ', 'Dupont', { spaces: 1, noBreakSpaces: 2 }],
    [
      'removes characters without width anywhere',
      '\ufeffDu\u200bpo\u00adnt',
      'Dupont',
      { byteOrderMarks: 1, zeroWidth: 1, softHyphens: 1 },
    ],
    ['finds the space behind a character without width', 'Dupont \u200b', 'Dupont', { spaces: 1, zeroWidth: 1 }],
    ['removes tabs and line breaks', '\tDupont\r\n', 'Dupont', { tabs: 1, lineBreaks: 2 }],
    ['finds the space before a line break', 'Dupont \n', 'Dupont', { spaces: 1, lineBreaks: 1 }],
    ['keeps spaces inside, of any kind', 'Le\u00a0Goff  Anne', 'Le\u00a0Goff  Anne', {}],
    ['keeps capitals, accents and their composition', 'E\u0301LISE ÀÇœ', 'E\u0301LISE ÀÇœ', {}],
    ['makes nothing of nothing but strays', ' \u200b\n', '', { spaces: 1, zeroWidth: 1, lineBreaks: 1 }],
    ['removes what turns the text round', 'a\u202eb\u200fc', 'abc', { directionMarks: 2 }],
    ['removes fillers, selectors and tags', 'a\u3164b\ufe0fc\u{e0041}', 'abc', { otherInvisible: 3 }],
    ['removes control characters', 'a\u0000b\u001bc\u009f', 'abc', { controls: 3 }],
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
    removed: { spaces: 3, noBreakSpaces: 1, zeroWidth: 1 },
  });
});

test('a part pasted into a value keeps the spaces around it', () => {
  expect(cleanPastedPart(' Marie\u200b\n')).toEqual({ text: ' Marie', removed: { zeroWidth: 1, lineBreaks: 1 } });
});
