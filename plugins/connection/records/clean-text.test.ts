import { describe, expect, test } from 'vitest';
import { randomSource } from '../../../test/support/random-source.ts';
import { processorMs } from '../../../test/support/time-bounds.ts';
import { cleanAddress, cleanText } from './clean-text.ts';

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
    const tookMs = processorMs(() => {
      for (let round = 0; round < 10; round += 1) cleanText(text, 300);
    });
    expect(tookMs / 10, unit).toBeLessThan(50);
  }
});

test.each([
  ['TLSv1.3; issued by Certigna, 2026-01-01', 'TLSv1.3; issued by Certigna, 2026-01-01'],
  ['HTTP 407; Negotiate, NTLM, Basic; user and password were sent', 'HTTP 407; Negotiate, NTLM, Basic; user and password were sent'],
  ['https://proxy.example:3128/a', 'https://proxy.example:3128/a'],
  ['[2001:db8::1]:443, https://[2001:db8::1]:443/', '[2001:db8::1]:443, https://[2001:db8::1]:443/'],
  ['http://a.example:80, http://b.example:81', 'http://a.example:80, http://b.example:81'],
])('%s is kept as it is', (text, expected) => {
  expect(cleanText(text, 300)).toBe(expected);
});

test.each([
  ['a user and a password', 'https://user:pass/word@server.example/', 'https://…@server.example/'],
  ['a password without its @', 'https://user:s3cret, x', 'https://… x'],
  ['a password of digits without its @', 'https://user:1234567', 'https://…'],
  ['a query', 'to https://a.example/b?c=d#e now', 'to https://a.example/b now'],
  ['a field', 'Proxy-Authorization: Basic abc', 'Proxy-Authorization: …'],
  ['a scheme and what follows', 'sent Bearer abcdef123 ghijklm', 'sent Bearer …'],
])('%s goes', (_name, text, expected) => {
  expect(cleanText(text, 300)).toBe(expected);
});

test('characters that hide or turn round go', () => {
  expect(cleanText('a\u0000b\u202ec\u200bd\u2028e\ud800f\u{e000}', 300)).toBe('a b c d e f');
});

test('a long text is cut without halving a character, and one that no honest server sends goes whole', () => {
  expect(cleanText(`${'é'.repeat(8)}😀😀`, 10)).toBe(`${'é'.repeat(8)}\ufffd…`);
  expect(cleanText('x'.repeat(5000), 300)).toBe('…');
});

describe('an address', () => {
  test.each([
    ['https://Server.Example:8443/a/b?c#d', 'https://server.example:8443/a/b'],
    ['https://user:pass@server.example/', 'https://server.example'],
    ['https://server.example/a;jsessionid=1', 'https://server.example/a'],
    ['https://server.example/user:pass@elsewhere', 'https://server.example/…'],
    ['https://server.example/%75ser', 'https://server.example/…'],
    ['javascript:alert(1)', ''],
    ['user:pass', ''],
    ['no address', ''],
  ])('%s is told as %s', (address, expected) => {
    expect(cleanAddress(address)).toBe(expected);
  });
});
