import { expect, test } from 'vitest';
import { failedAddress, sampleAddress } from '../../../../test/support/access-test-samples.ts';
import { findEndMs, listRows } from './waterfall-rows.ts';

const attempts = [
  { address: '2001:db8::1', family: 6, outcome: 'failed', startMs: 12, ms: 9_000, systemCode: 'ENETUNREACH' },
  { address: '192.0.2.1', family: 4, outcome: 'unneeded', startMs: 262, ms: 3 },
] as const;

test('the tries of a connection stand below it', () => {
  const rows = listRows(sampleAddress('update', { facts: { attempts, questions: [] } }));
  expect(rows.map(({ label, outcome }) => [label.key, outcome])).toEqual([
    ['stage.name', 'passed'],
    ['stage.connect', 'passed'],
    ['waterfall.attempt', 'failed'],
    ['waterfall.attempt', 'unneeded'],
    ['stage.tls', 'passed'],
    ['stage.http', 'passed'],
  ]);
  expect(findEndMs(rows)).toBe(9_012);
});

test('what encrypts is told without the certificates, which have a place of their own', () => {
  const stage = { name: 'tls', startMs: 0, ms: 1, detail: 'TLSv1.3; TLS_AES_256_GCM_SHA384;\nissued by A' };
  const tell = (ok: boolean, changes = {}) => listRows(sampleAddress('update', { stages: [{ ...stage, ok }], ...changes }))[0]!.detail;
  expect([tell(true), tell(false)]).toEqual(['TLSv1.3', 'TLSv1.3']);
  expect(tell(false, { facts: { questions: [] } })).toBe(stage.detail);
});

test('the way is told in words, unless it wasn’t found', () => {
  const stage = { name: 'route', startMs: 0, ms: 1, detail: 'direct (system)' };
  const tell = (ok: boolean) => listRows(sampleAddress('update', { stages: [{ ...stage, ok }] }))[0]!.detail;
  expect([tell(true), tell(false)]).toMatchObject([{ key: 'way.found', args: { way: { key: 'way.direct' } } }, stage.detail]);
});

test('what is known of a test that ran out of time is told without its stages', () => {
  const rows = listRows(sampleAddress('update', { ...failedAddress(), stages: [], facts: { attempts, questions: [] } }));
  expect(rows.map(({ kind }) => kind)).toEqual(['attempt', 'attempt']);
  expect(findEndMs([])).toBe(0);
});

test('further questions come last, with their answers', () => {
  const question = { purpose: 'other-way', url: '', way: 'direct', startMs: 20, ms: 7 } as const;
  const noPortal = { ...question, purpose: 'portal', cause: 'refused' } as const;
  const facts = { questions: [{ ...question, cause: null }, { ...question, cause: 'timeout' } as const, noPortal] };
  const rows = listRows(sampleAddress('update', { ...failedAddress(), facts })).slice(-3);
  expect(rows.map(({ outcome, detail }) => [outcome, detail])).toEqual([
    ['passed', { key: 'waterfall.answered' }],
    ['failed', { key: 'waterfall.unanswered', args: { cause: 'timeout' } }],
    ['unneeded', { key: 'waterfall.no-portal', args: { cause: 'refused' } }],
  ]);
});

test('a stage of another plugin keeps its own words, and one without has its name', () => {
  const stage = { ok: false, startMs: 0, ms: 0, detail: 'technical' };
  const label = { key: 'check.label', plugin: 'credentials' };
  const sentence = { key: 'check.refused', plugin: 'credentials' };
  const rows = listRows(
    sampleAddress('netEntreprises', {
      stages: [
        { ...stage, name: 'account', label, sentence },
        { ...stage, name: 'odd' },
      ],
    }),
  );
  expect(rows).toMatchObject([
    { label, detail: sentence, outcome: 'failed', plugin: 'credentials', isTimed: false },
    { label: { key: 'odd' }, detail: 'technical' },
    { kind: 'attempt' },
  ]);
});
