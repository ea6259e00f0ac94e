import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readStandardInput } from './standard-input.ts';

const read = (...chunks: readonly (string | Uint8Array)[]) => readStandardInput(Readable.from(chunks.map((chunk) => Buffer.from(chunk))));

test('what is fed is taken whole, without the end of its line and PowerShell’s mark', async () => {
  expect(await read('{"a":', '1}\n')).toBe('{"a":1}');
  expect(await read('\uFEFFclé\r\n')).toBe('clé');
  expect(await read(Buffer.from('clé').subarray(0, 3), Buffer.from('clé').subarray(3))).toBe('clé');
  expect(await read()).toBe('');
});

test('what is no text, or without end, is refused', async () => {
  await expect(read(new Uint8Array([0xff, 0xfe]))).rejects.toMatchObject({ key: 'cli.usage.input-not-text' });
  await expect(read('x'.repeat(600_000), 'x'.repeat(600_000))).rejects.toMatchObject({ key: 'cli.usage.input-too-long' });
});
