import { NetworkProbeService, type ProbeReport, type ProbeRequest } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { evidenceAt, failed, reached } from '../../../test/support/connection-evidence.ts';
import { factoryAddresses } from '../values/connection-values.ts';
import { planQuestions, Questioner, type Ways } from './questions.ts';

const proxy = { type: 'proxy', host: 'proxy.local', port: 3128 } as const;
const ways: Ways = { system: { type: 'system' }, direct: { type: 'direct' }, proxy };
const plan = (report: ProbeReport, tested: keyof Ways = 'direct') =>
  planQuestions(evidenceAt(0, report), tested, ways).map(({ purpose, way }) => `${purpose} ${way}`);

describe('about an address', () => {
  test('that was reached, or answers with an error, nothing more is asked', () => {
    expect(plan(reached())).toEqual([]);
    expect(plan(reached({ answer: { status: 500, headers: {}, body: '' } }))).toEqual([]);
  });

  test('that is no address, nothing is asked', () => {
    expect(
      planQuestions({ role: 'update', url: '…@x', ms: 0, problem: { key: 'error.connection.address-empty' } }, 'direct', ways),
    ).toEqual([]);
  });

  test('whose name is unknown, the other ways are asked', () => {
    expect(plan(failed('dns-unknown', 'name'))).toEqual(['other-way proxy', 'other-way system']);
    expect(plan(failed('dns-unknown', 'name'), 'system')).toEqual(['other-way proxy', 'other-way direct']);
  });

  test('that is lost on the way, a portal is asked for as well', () => {
    expect(plan(failed('timeout', 'connect'))).toEqual(['other-way proxy', 'other-way system', 'portal direct']);
    expect(plan(failed('reset', 'tls'))).toEqual(['other-way proxy', 'other-way system', 'portal direct']);
  });

  test('whose certificate isn’t trusted, only a portal is asked for', () => {
    expect(plan(failed('cert-unknown-ca', 'tls'))).toEqual(['portal direct']);
    expect(plan(failed('not-tls', 'tls'))).toEqual(['portal direct']);
  });

  test('that is silent once it was verified, nothing is asked', () => {
    expect(plan(failed('timeout', 'http'))).toEqual([]);
  });

  test('that the system’s settings reach for directly, directly is not asked again', () => {
    const route = { proxy: null, source: 'system', detail: '' } as const;
    expect(plan(failed('dns-unknown', 'name', { route }), 'system')).toEqual(['other-way proxy']);
  });

  test.each(['proxy-auth', 'proxy-auth-scheme', 'proxy-forbidden'] as const)(
    'that a proxy keeps back by %s, nobody goes around it',
    (cause) => {
      expect(plan(failed(cause, 'proxy'), 'proxy')).toEqual(['other-way system']);
    },
  );
});

test('a portal is asked for by the name of the host alone, never by the address', () => {
  const [, , question] = planQuestions(evidenceAt(1, failed('timeout', 'connect')), 'direct', ways);
  expect(question).toMatchObject({ url: 'http://impact-emploi.urssaf.fr/' });
});

class CountingProbe extends NetworkProbeService {
  readonly asked: ProbeRequest[] = [];

  override async probe(request: ProbeRequest): Promise<ProbeReport> {
    this.asked.push(request);
    request.signal?.throwIfAborted();
    return reached();
  }

  override onDidChangeNetwork = () => ({ dispose: () => {} });
}

const asking = (signal = new AbortController().signal) => ({ timeoutMs: 100, signal, elapsedMs: () => 7 });

test('a question that two addresses raise is asked once, and answers both', async () => {
  const prober = new CountingProbe();
  const questioner = new Questioner(prober);
  const questions = planQuestions(evidenceAt(0, failed('not-tls', 'tls')), 'direct', ways);
  const same = planQuestions(evidenceAt(1, failed('not-tls', 'tls')), 'direct', ways);
  const answers = await Promise.all([questioner.ask(questions, asking()), questioner.ask(same, asking())]);
  expect(answers.flat()).toHaveLength(2);
  expect(prober.asked).toMatchObject([{ url: 'http://impact-emploi.urssaf.fr/', timeoutMs: 100, route: { type: 'direct' } }]);
});

test('a question for which no time is left is left out', async () => {
  const questions = planQuestions(evidenceAt(0, failed('not-tls', 'tls')), 'direct', ways);
  expect(await new Questioner(new CountingProbe()).ask(questions, asking(AbortSignal.abort()))).toEqual([]);
});

test('a proxy is named by its question, so that it can be proposed', async () => {
  const questions = planQuestions(evidenceAt(0, failed('dns-unknown', 'name')), 'direct', { proxy });
  const [answer] = await new Questioner(new CountingProbe()).ask(questions, asking());
  expect(answer).toMatchObject({
    way: 'proxy',
    url: factoryAddresses.authentication,
    proxy: { host: 'proxy.local', port: 3128 },
    startMs: 7,
  });
});
