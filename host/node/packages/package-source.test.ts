import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePackageSource, withAbsolutePath, withoutExactVersion } from './package-source.ts';

describe('a source is', () => {
  test.each(['.', './plugin', '../plugin', '/opt/plugin', './sub/../plugin'])('a folder: %s', (text) => {
    expect(parsePackageSource(text)).toEqual({ kind: 'folder', path: resolve(text) });
  });

  test.each(['sample-1.0.0.tgz', './sample.tgz', '/opt/sample.tar.gz', 'sub/sample.TGZ'])('an archive: %s', (text) => {
    expect(parsePackageSource(text)).toEqual({ kind: 'archive', path: resolve(text) });
  });

  test.each([
    ['sample', 'sample', 'latest'],
    ['sample@', 'sample', 'latest'],
    ['sample@1.0.0', 'sample', '1.0.0'],
    ['sample@^1.2 || >=3', 'sample', '^1.2 || >=3'],
    ['sample@next', 'sample', 'next'],
    [' @scope/sample@~2 ', '@scope/sample', '~2'],
  ])('a package of the registry: %s', (text, name, range) => {
    expect(parsePackageSource(text)).toEqual({ kind: 'registry', name, range });
  });

  test.each([
    '',
    ' ',
    'user/repository',
    'github:user/repository',
    'git+ssh://git@example.fr/x.git',
    'git://example.fr/x',
    'https://example.fr/x.tgz',
    'http://example.fr/x',
    'file:///etc/passwd',
    'npm:other@1.0.0',
    'alias@npm:other@1.0.0',
    'sample@https://example.fr/x',
    'sample@file:../x',
    'sample@github:user/x',
    'workspace:*',
    'Sample',
    '_sample',
    '--registry=https://example.fr',
    '@scope',
    '@scope/',
    'sample@1.0.0@2.0.0',
    './x\0.tgz',
    'a'.repeat(300),
    './'.repeat(3_000),
  ])('nothing that we take: %j', (text) => {
    expect(() => parsePackageSource(text)).toThrow(expect.objectContaining({ code: 'package.source-invalid' }));
  });
});

test('paths are made absolute for a host that works elsewhere, and nothing else is changed', () => {
  expect(withAbsolutePath('./plugin', '/home')).toBe(resolve('/home/plugin'));
  expect(withAbsolutePath('sample.tgz', '/home')).toBe(resolve('/home/sample.tgz'));
  expect(withAbsolutePath('/opt/x', '/home')).toBe(resolve('/opt/x'));
  expect(withAbsolutePath('@scope/sample@1', '/home')).toBe('@scope/sample@1');
  expect(withAbsolutePath('https://example.fr/x.tgz', '/home')).toBe('https://example.fr/x.tgz');
});

test('an exact version counts for the first installation only', () => {
  expect(['sample@1.0.0', '@scope/sample@1.0.0', 'sample@^1.0.0', 'sample@next', './sample-1.0.0.tgz'].map(withoutExactVersion)).toEqual([
    'sample',
    '@scope/sample',
    'sample@^1.0.0',
    'sample@next',
    './sample-1.0.0.tgz',
  ]);
});
