import type { Message } from 'boule-bleue';
import { expect, test } from 'vitest';
import { failedAddress, sampleAddress } from '../../../test/support/access-test-samples.ts';
import { isRemedyRepeated } from './repeated-remedy.ts';

const speak = ({ key }: Message) => key;
const first = sampleAddress('authentication', failedAddress('timeout'));
const next = { key: 'next.tell-network-administrator', args: { unspoken: 'update' } };
const second = sampleAddress('update', { ...failedAddress('refused'), next });
const reached = sampleAddress('netEntreprises');

test('the same step of the same person is said once, whatever the causes', () => {
  const results = [first, second, reached];
  expect(results.map((result) => isRemedyRepeated(result, results, speak))).toEqual([false, true, false]);
});

test('another person, step or button is said again', () => {
  for (const other of [{ actor: 'user' }, { next: { key: 'next.check-address' } }] as const) {
    const different = { ...second, ...other };
    expect(isRemedyRepeated(different, [first, different], speak)).toBe(false);
  }
});
