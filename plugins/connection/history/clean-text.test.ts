import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../test/support/random-source.ts';
import { cleanText } from './clean-text.ts';

describe('what could be a secret goes', () => {
  test.each([
    ['proxy http://dupont:s3cret@proxy.local:3128 refused', 'proxy http://…@proxy.local:3128 refused'],
    ['dupont:s3cret@proxy.local', '…@proxy.local'],
    ['a@b@c.example', '…@…@c.example'],
    ['see https://a.example/x?jeton=s3cret#s3cret now', 'see https://a.example/x now'],
    ['Proxy-Authorization: Basic czNjcmV0', 'Proxy-Authorization: …'],
    ['sent basic czNjcmV0czNjcmV0 twice', 'sent basic … twice'],
    ['mot de passe : s3cret', 'mot de passe : …'],
    ['line\nbreak \u202eturned', 'line break turned'],
  ])('%j', (text, cleaned) => {
    expect(cleanText(text, 300)).toBe(cleaned);
  });

  test('also where it stands between anything else', () => {
    const pieces = [' ', '/', '@', 'a', '://', 'http://', '\n', ':', '«', 'é', '?', '#', '.', 'x'.repeat(50)];
    const random = randomSource(7);
    for (let round = 0; round < 5_000; round += 1) {
      const some = () => Array.from({ length: random(5) }, () => pieces[random(pieces.length)]).join('');
      const text = `${some()} https://dupont:s3cret@serveur${some()}`;
      expect(cleanText(text, 300), text).not.toContain('s3cret');
    }
  });
});

test('no text of the network takes long to read', () => {
  for (const unit of ['a', 'a@', '@', '://', 'a://', 'pass=', 'basic a', '%', '"', '\u200b', 'é ', 'a?', '-'.repeat(3)]) {
    const text = unit.repeat(Math.ceil(2048 / unit.length)).slice(0, 2048);
    const startMs = performance.now();
    for (let round = 0; round < 10; round += 1) cleanText(text, 300);
    expect((performance.now() - startMs) / 10, unit).toBeLessThan(20);
  }
});
