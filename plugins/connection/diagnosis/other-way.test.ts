import type { ProbeReport } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import {
  bySystem,
  direct,
  evidenceAt,
  failed,
  noonMs,
  otherWay,
  reached,
  throughProxy,
} from '../../../test/support/connection-evidence.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import type { Way } from './cause-sentence.ts';
import { diagnose } from './diagnosis.ts';
import type { AnsweredQuestion } from './evidence.ts';

const url = factoryAddresses.authentication;
const unknown = failed('dns-unknown', 'name', { systemCode: 'ENOTFOUND' });
const systemsProxy = { proxy: { host: 'proxy.agence', port: 8080, isEncrypted: false }, source: 'system', detail: '' } as const;
const one = (report: ProbeReport, questions: readonly AnsweredQuestion[], way: Way = direct) =>
  diagnose([evidenceAt(0, report, questions)], way, noonMs)[0]!;

describe('an address that another type of connection reaches', () => {
  test('and whose name this workstation doesn’t find is known to the proxy alone', () => {
    expect(one(unknown, [otherWay('system', url, reached({ route: systemsProxy }))])).toMatchObject({
      cause: 'dns-unknown',
      sentence: { key: 'cause.dns-known-to-proxy', args: { otherProxy: 'proxy.agence:8080' } },
      actor: 'user',
      next: { key: 'next.use-system' },
      action: { kind: 'change', title: { key: 'action.use-system' }, changes: { type: 'system' } },
    });
  });

  test('through the proxy noted in the panel has it put to use', () => {
    expect(one(failed('timeout', 'connect'), [otherWay('proxy', url, reached())])).toMatchObject({
      cause: 'timeout',
      sentence: { key: 'cause.other-way-proxy', args: { otherProxy: 'proxy.local:3128' } },
      next: { key: 'next.use-proxy' },
      action: { title: { args: { proxy: 'proxy.local:3128' } }, changes: { type: 'proxy', proxy: { host: 'proxy.local', port: 3128 } } },
    });
  });

  test('directly, where the proxy isn’t there, has the proxy left out', () => {
    expect(one(failed('proxy-unreachable', 'connect'), [otherWay('direct', url, reached())], throughProxy)).toMatchObject({
      cause: 'proxy-unreachable',
      sentence: { key: 'cause.proxy-other-way-direct', args: { proxy: 'proxy.local:3128' } },
      action: { title: { key: 'action.use-direct' }, changes: { type: 'direct' } },
    });
  });

  test('keeps its cause where the others fail as well, or answer with an error', () => {
    const questions = [
      otherWay('system', url, failed('timeout', 'connect')),
      otherWay('proxy', url, reached({ answer: { status: 503, headers: {}, body: '' } })),
    ];
    expect(one(unknown, questions)).toMatchObject({
      sentence: { key: 'cause.dns-unknown' },
      facts: {
        questions: [
          { way: 'system', cause: 'timeout' },
          { way: 'proxy', cause: 'maintenance' },
        ],
      },
    });
  });

  test('is told in facts, with what was asked', () => {
    expect(one(unknown, [otherWay('system', url, reached())]).facts.questions).toEqual([
      { purpose: 'other-way', url, way: 'system', cause: null, startMs: 10, ms: 12 },
    ]);
  });
});

describe('what a proxy forbids', () => {
  const forbidden = failed('proxy-forbidden', 'proxy');

  test('is not gone around directly, nor by settings that nobody made', () => {
    const unset = { proxy: null, source: 'system', detail: '' } as const;
    const questions = [otherWay('direct', url, reached()), otherWay('system', url, reached({ route: unset }))];
    expect(one(forbidden, questions, throughProxy)).toMatchObject({ sentence: { key: 'cause.proxy-forbidden-named' }, action: null });
  });

  test('may be allowed by the system’s proxy, or by a script that says so', () => {
    expect(one(forbidden, [otherWay('system', url, reached({ route: systemsProxy }))], throughProxy).action).toMatchObject({
      changes: { type: 'system' },
    });
    const script = { proxy: null, source: 'pac', detail: '' } as const;
    expect(one(forbidden, [otherWay('system', url, reached({ route: script }))], throughProxy).action).toMatchObject({
      changes: { type: 'system' },
    });
  });
});

test('a proxy that fails at its task is its keeper’s to mend, and one that is none may be left out', () => {
  const questions = [otherWay('direct', url, reached())];
  const error = failed('proxy-bad', 'proxy', { systemCode: 'HTTP 500', proxyRefusal: { status: 500, schemes: [], hadCredentials: false } });
  expect(one(error, questions, throughProxy)).toMatchObject({ actor: 'network-administrator', action: null });
  expect(one(failed('proxy-bad', 'proxy'), questions, throughProxy)).toMatchObject({
    actor: 'user',
    action: { changes: { type: 'direct' } },
  });
});

test('one way is proposed for all: the one that reaches most of them', () => {
  const evidences = [
    evidenceAt(0, unknown, [otherWay('system', url, reached()), otherWay('proxy', url, reached())]),
    evidenceAt(1, unknown, [otherWay('proxy', factoryAddresses.update, reached())]),
    evidenceAt(2, unknown, [otherWay('proxy', factoryAddresses.netEntreprises, reached())]),
  ];
  const actions = diagnose(evidences, direct, noonMs).map(({ action }) => action);
  expect(actions).toMatchObject([0, 1, 2].map(() => ({ changes: { type: 'proxy' } })));
});

test('three names that are unknown here but reached otherwise are no broken cable', () => {
  const evidences = [0, 1, 2].map((index) => evidenceAt(index, unknown, [otherWay('system', url, reached())]));
  expect(diagnose(evidences, direct, noonMs).map(({ cause }) => cause)).toEqual(['dns-unknown', 'dns-unknown', 'dns-unknown']);
});

test('a system’s proxy that isn’t found on a workstation without any network is no fault of the proxy', () => {
  const lost = failed('proxy-unreachable', 'name');
  const evidences = [0, 1, 2].map((index) => evidenceAt(index, lost, [otherWay('direct', url, failed('offline', 'name'))]));
  expect(diagnose(evidences, bySystem, noonMs).map(({ cause }) => cause)).toEqual(['offline', 'offline', 'offline']);
});
