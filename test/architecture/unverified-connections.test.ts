import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readImports } from './imports.ts';

const root = join(import.meta.dirname, '../..');
const paths = globSync('{core,examples,host,plugins,scripts,templates}/**/*.{ts,js,mjs}', {
  cwd: root,
  exclude: ['**/node_modules/**', '**/dist/**', '**/*.test.ts'],
}).map((path) => path.replaceAll('\\', '/'));
const sourceOf = (path: string) => readFileSync(join(root, path), 'utf8');

const folder = 'host/node/network/investigation';
const unverified = `${folder}/unverified-handshake.ts`;

/** What makes Node, undici, npm's clients or the browser accept anybody. */
const switches = [
  /rejectUnauthorized(?!['"]?\s*:\s*true\b)/,
  /checkServerIdentity\s*[:=(]\s*(?:\(\)|_)/,
  /strict-?ssl(?!: true)/i,
  /ignore-?(?:certificate|https|cert)-?errors/i,
  /allowPartialTrustChain/,
  /NODE_TLS_REJECT_UNAUTHORIZED(?:['"]?\])?\s*=[^=]/,
];

function switchesIn(source: string): string[] {
  return switches.flatMap((pattern) => pattern.exec(source)?.[0] ?? []);
}

test('verification is left out in one file alone', () => {
  expect(paths.length).toBeGreaterThan(300);
  expect(paths.filter((path) => switchesIn(withoutTexts(sourceOf(path))).length > 0)).toEqual([unverified]);
});

test('which serves two questions after a refusal, and nothing else', () => {
  const users = paths.filter(
    (path) => path.endsWith('.ts') && readImports(path, sourceOf(path)).some(({ target }) => target === unverified),
  );
  expect(users).toEqual([`${folder}/ask-for-old-encryption.ts`, `${folder}/ask-for-the-time.ts`]);
});

test.each([
  'connect({ rejectUnauthorized: false })',
  'connect({ rejectUnauthorized })',
  "options['rejectUnauthorized'] = no",
  'new Agent({ checkServerIdentity: () => undefined })',
  'connect({ checkServerIdentity(_host) {} })',
  'pacote.manifest(name, { strictSSL: no })',
  "spawn(npm, ['--strict-ssl=false'])",
  "launch(['--ignore-certificate-errors'])",
  'process.env.NODE_TLS_REJECT_UNAUTHORIZED = no',
])('%s would be noticed', (source) => {
  expect(switchesIn(source)).toHaveLength(1);
});

test.each([
  'connect({ rejectUnauthorized: true, strictSSL: true })',
  "process.env.NODE_TLS_REJECT_UNAUTHORIZED !== '0'",
  'checkServerIdentity(host, own)',
])('%s is fine', (source) => {
  expect(switchesIn(source)).toEqual([]);
});

/** Sentences may speak of it. */
function withoutTexts(source: string): string {
  return source.replace(/^\s*(?:\*|\/\/|\/\*).*$/gm, '').replace(/(['`])[^'`\n]*NODE_TLS_REJECT_UNAUTHORIZED=0[^'`\n]*\1/g, '');
}
