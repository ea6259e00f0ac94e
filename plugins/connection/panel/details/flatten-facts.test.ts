import { expect, test } from 'vitest';
import { sampleAddress } from '../../../../test/support/access-test-samples.ts';
import { flattenFacts } from './flatten-facts.ts';

test('every fact has a line of its own, in an order that does not depend on how it was found', () => {
  const stages = [{ name: 'http', ok: true, startMs: 2, ms: 3, detail: '' }];
  const facts = { status: 200, route: { source: 'system', proxy: null, detail: '' }, questions: [] } as const;
  const text = [
    'address: update',
    'url: https://impact-emploi.urssaf.fr/updates',
    'ok: true',
    'cause: —',
    'ms: 90',
    'stages.1.detail: —',
    'stages.1.ms: 3',
    'stages.1.name: http',
    'stages.1.ok: true',
    'stages.1.startMs: 2',
    'questions: —',
    'route.detail: —',
    'route.proxy: —',
    'route.source: system',
    'status: 200',
  ].join('\n');
  expect(flattenFacts(sampleAddress('update', { stages, facts }))).toBe(text);
  const otherOrder = { questions: [], route: { detail: '', proxy: null, source: 'system' }, status: 200 } as const;
  expect(flattenFacts(sampleAddress('update', { stages, facts: otherOrder }))).toBe(text);
});

test('a text of a server begins no line of its own', () => {
  const facts = { systemCode: 'E\nok: true', questions: [] };
  expect(flattenFacts(sampleAddress('update', { facts }))).toContain('systemCode: E ok: true');
});
