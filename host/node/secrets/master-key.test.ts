import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { decodeMasterKey, encodeMasterKey, generateMasterKey } from './master-key.ts';

test('a key survives being written down and read again', () => {
  const masterKey = generateMasterKey();
  const read = decodeMasterKey(` ${encodeMasterKey(masterKey)}\n`);
  expect(read?.id).toBe(masterKey.id);
  expect(read?.key.equals(masterKey.key)).toBe(true);
});

test('no two keys are alike', () => {
  expect(generateMasterKey().id).not.toBe(generateMasterKey().id);
});

test('a line in which any letter was changed is no key', () => {
  const line = encodeMasterKey(generateMasterKey());
  for (let index = 0; index < line.length - 1; index++) {
    const changed = line.slice(0, index) + (line[index] === 'A' ? 'B' : 'A') + line.slice(index + 1);
    expect(decodeMasterKey(changed), changed).toBeUndefined();
  }
});

test.each(['', 'garbage', 'a:b:c', 'boule-bleue-master-key-1:0123456789abcdef:AAAA'])('"%s" is no key', (text) => {
  expect(decodeMasterKey(text)).toBeUndefined();
});

test('a key does not print itself', () => {
  const masterKey = generateMasterKey();
  const bytes = masterKey.key.export();
  for (const text of [inspect(masterKey, { depth: 9, showHidden: true }), JSON.stringify(masterKey)]) {
    expect(text).not.toContain(bytes.toString('base64url'));
    expect(text).not.toContain(bytes.toString('hex'));
  }
});
