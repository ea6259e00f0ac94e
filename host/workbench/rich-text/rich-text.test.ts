import { describe, expect, test } from 'vitest';
import { parseRichText } from './rich-text.ts';

describe('parseRichText', () => {
  test('reads paragraphs, their lines joined, with strong, emphasis and code', () => {
    expect(parseRichText('Clic droit sur\nla **boule bleue**.\n\nOu *rien*, `F1`.')).toEqual([
      {
        kind: 'paragraph',
        spans: [
          { kind: 'text', text: 'Clic droit sur la ' },
          { kind: 'strong', text: 'boule bleue' },
          { kind: 'text', text: '.' },
        ],
      },
      {
        kind: 'paragraph',
        spans: [
          { kind: 'text', text: 'Ou ' },
          { kind: 'emphasis', text: 'rien' },
          { kind: 'text', text: ', ' },
          { kind: 'code', text: 'F1' },
          { kind: 'text', text: '.' },
        ],
      },
    ]);
  });

  test('a command on a line of its own is a button, within a line a link', () => {
    const [paragraph, button] = parseRichText('Puis [testez](command:c.test).\n[Tester](command:c.test)');
    expect(button).toEqual({ kind: 'button', title: 'Tester', command: 'c.test', args: undefined });
    expect(paragraph).toMatchObject({ kind: 'paragraph', spans: [{}, { kind: 'command', command: 'c.test' }, {}] });
  });

  test('a command may have arguments', () => {
    const args = encodeURIComponent('[{"tab":2}]');
    expect(parseRichText(`[Ouvrir](command:c.open?${args})`)).toEqual([
      { kind: 'button', title: 'Ouvrir', command: 'c.open', args: { tab: 2 } },
    ]);
    expect(parseRichText('[Ouvrir](command:c.open?%5B)')).toEqual([{ kind: 'paragraph', spans: [{ kind: 'text', text: 'Ouvrir' }] }]);
  });

  test('lists are kept together', () => {
    expect(parseRichText('Deux :\n- un\n- deux')).toMatchObject([
      { kind: 'paragraph' },
      { kind: 'list', items: [[{ text: 'un' }], [{ text: 'deux' }]] },
    ]);
  });

  test('only https and mail addresses become links', () => {
    const kindOf = (url: string) =>
      parseRichText(`x [là](${url})`).flatMap((block) => (block.kind === 'paragraph' ? block.spans : []))[1]?.kind;
    expect(kindOf('https://impact-emploi.urssaf.fr')).toBe('link');
    expect(kindOf('mailto:a@b.fr')).toBe('link');
    expect(kindOf('javascript:alert(1)')).toBe('text');
    expect(kindOf('http://a.fr')).toBe('text');
  });

  test('everything else stays the text it is', () => {
    expect(parseRichText('<b>5 * 3</b> [x] (y)')).toEqual([{ kind: 'paragraph', spans: [{ kind: 'text', text: '<b>5 * 3</b> [x] (y)' }] }]);
    expect(parseRichText('')).toEqual([]);
  });
});
