import { expect, test } from 'vitest';
import { randomSource } from '../../../test/support/random-source.ts';
import { processorMs } from '../../../test/support/time-bounds.ts';
import { connectionModes } from '../values/connection-values.ts';
import { readProxyAddress } from './proxy-address.ts';
import { readServerAddress } from './server-address.ts';

const pieces = [
  ...[
    'https://',
    'http://',
    'HTTPS:/',
    'https//',
    'htp://',
    'https : // ',
    'https%3A%2F%2F',
    '//',
    '\\\\',
    'javascript:',
    'file:///',
    'C:\\',
  ],
  ...[
    'impact-emploi.urssaf.fr',
    'IMPÔT.fr',
    'imp\u0430ct.fr',
    'xn--',
    'localhost',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    '2001:db8::1',
    '%eth0',
    'a..b',
  ],
  ...[
    'dupont:s3cret@',
    'dupont@',
    '@',
    ':',
    ':443',
    ':8443',
    ':0',
    ':65536',
    ':https',
    '/',
    '/updates',
    '/a/../b',
    '/%2e%2e/',
    '?x=1',
    '#y',
  ],
  ...[
    ' ',
    '\u00a0',
    '\u202f',
    '\t',
    '\n',
    '\u200b',
    '«',
    '»',
    '“',
    '"',
    "'",
    '(',
    ')',
    '<',
    '>',
    '.',
    ',',
    ';',
    '%',
    '%2F',
    '%40',
    '{',
    '|',
    '-',
    '_',
  ],
  ...["Remplacez l'adresse par", 'Adresse :', 'est', 'é', '\u{1f600}', '\ud800', '\u0000'],
];

/** Texts made of what people paste, put together at random. */
function* typedTexts(count: number): Generator<string> {
  const random = randomSource(4);
  for (let round = 0; round < count; round += 1) {
    yield Array.from({ length: 1 + random(6) }, () => pieces[random(pieces.length)]).join('');
  }
}

test('what is accepted is a URL as it stands, and reading it again changes nothing', () => {
  let accepted = 0;
  for (const typed of typedTexts(8_000)) {
    for (const mode of connectionModes) {
      const { value, problem } = readServerAddress(typed, mode);
      expect(value === undefined, typed).toBe(problem !== undefined);
      if (value === undefined) continue;
      accepted += 1;
      const url = new URL(value);
      expect([url.href, url.href.replace(/\/$/, '')], typed).toContain(value);
      expect([url.username, url.password, url.search, url.hash], typed).toEqual(['', '', '', '']);
      expect(readServerAddress(value, mode), typed).toMatchObject({ value, corrections: [] });
    }
  }
  expect(accepted).toBeGreaterThan(500);
});

test('nothing is changed silently', () => {
  for (const typed of typedTexts(8_000)) {
    const { value, corrections } = readServerAddress(typed, 'normal');
    if (value !== undefined) expect(corrections.length > 0, typed).toBe(value !== typed);
    const proxy = readProxyAddress(typed, '');
    if (proxy.value) expect(proxy.corrections.length > 0, typed).toBe(proxy.value.host !== typed);
  }
});

test('a password never stays in an address, nor in the reason why it was refused', () => {
  for (const typed of typedTexts(8_000)) {
    const { credentials: _, ...told } = readServerAddress(typed, 'normal');
    if (typed.includes('@')) expect(JSON.stringify(told), typed).not.toContain('s3cret');
    const { credentials: _credentials, ...toldOfProxy } = readProxyAddress(typed, '');
    if (typed.includes('@')) expect(JSON.stringify(toldOfProxy), typed).not.toContain('s3cret');
  }
});

test('no text takes long to read', () => {
  const hostile = [
    'https',
    'https://',
    'http:',
    'h',
    'https : ',
    '%3a%2f',
    '@',
    ':',
    '.',
    '-',
    ' «',
    '[',
    '://',
    'xn--',
    'xn--999999',
    'a:',
    '\\',
    '» ',
  ];
  for (const piece of hostile) {
    const typed = piece.repeat(4096 / piece.length);
    const tookMs = processorMs(() => {
      readServerAddress(typed, 'normal');
      readServerAddress(`https://${typed}x`, 'normal');
      readProxyAddress(typed, '');
    });
    expect(tookMs, piece).toBeLessThan(500);
  }
});
