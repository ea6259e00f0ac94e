import { Secret, ShellError } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { type TestAllDesk, type TestAllProgress, TestAllRun } from './test-all-run.ts';

const accepted: AuthenticationOutcome = { kind: 'accepted', token: new Secret('t') };
const silence: AuthenticationOutcome = { kind: 'network', problem: 'unreachable', cause: 'timeout' };

function credentialsOf(lastName: string, password = 'p'): NetEntreprisesCredentials {
  return { siret: '73282932000074', lastName, firstName: 'Élise', password };
}

/** An office in memory: accounts by name, which is their id too. */
class Office implements TestAllDesk {
  readonly saved = new Map<string, NetEntreprisesCredentials | undefined>();
  readonly refusals: Record<string, number> = {};
  readonly attempts: (readonly string[])[] = [];
  pauses = 0;
  /** What the portal says of each last name; `accepted` where nothing is said. */
  answers: Record<string, AuthenticationOutcome | Error> = {};
  onAttempt: () => void = () => {};
  onPause: () => void = () => {};

  constructor(...accounts: readonly (readonly [string, NetEntreprisesCredentials | undefined])[]) {
    for (const [id, credentials] of accounts) this.saved.set(id, credentials);
  }

  async list() {
    return [...this.saved.keys()].map((name) => ({ id: name, name }));
  }

  async read(id: string) {
    return this.saved.get(id);
  }

  async fingerprint(credentials: NetEntreprisesCredentials) {
    return JSON.stringify(credentials);
  }

  async countRefusals({ lastName }: NetEntreprisesCredentials) {
    return this.refusals[lastName] ?? 0;
  }

  async attempt(ids: readonly string[], { lastName }: NetEntreprisesCredentials) {
    this.attempts.push(ids);
    this.onAttempt();
    const answer = this.answers[lastName] ?? accepted;
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async pause(signal: AbortSignal) {
    this.pauses += 1;
    this.onPause();
    signal.throwIfAborted();
  }
}

const never = new AbortController().signal;
const four = () =>
  new Office(['Dupont', credentialsOf('D')], ['Martin', credentialsOf('M')], ['Durand', credentialsOf('D')], ['Petit', credentialsOf('P')]);

describe('a run', () => {
  test('tries each set of credentials once, with a pause between two requests, for all that share it', async () => {
    const office = four();
    const outcome = await new TestAllRun(office).run(never);
    expect(office.attempts).toEqual([['Dupont', 'Durand'], ['Martin'], ['Petit']]);
    expect(office.pauses).toBe(2);
    expect(outcome).toEqual({ total: 4, accepted: 4, refused: [], unanswered: [], leftOut: [] });
  });

  test('tells how far it is, and whose turn it is', async () => {
    const steps: TestAllProgress[] = [];
    await new TestAllRun(four(), (step) => steps.push(step)).run(never);
    expect(steps).toEqual([
      { total: 4, done: 0, name: 'Dupont' },
      { total: 4, done: 2, name: 'Martin' },
      { total: 4, done: 3, name: 'Petit' },
    ]);
  });

  test('goes on after a refusal', async () => {
    const office = four();
    office.answers = { D: { kind: 'refused' }, M: { kind: 'expired' } };
    expect(await new TestAllRun(office).run(never)).toMatchObject({ accepted: 1, refused: ['Dupont', 'Durand', 'Martin'] });
  });

  test('leaves out whom a further refusal might lock, and those with nothing to test', async () => {
    const office = four();
    office.refusals.D = 3;
    office.refusals.M = 2;
    office.saved.set('Nouveau', undefined);
    office.saved.set('Court', { ...credentialsOf('C'), siret: '123' });
    const outcome = await new TestAllRun(office).run(never);
    expect(office.attempts).toEqual([['Martin'], ['Petit']]);
    expect(outcome.leftOut).toEqual([
      { name: 'Dupont', why: 'risky' },
      { name: 'Durand', why: 'risky' },
      { name: 'Nouveau', why: 'incomplete' },
      { name: 'Court', why: 'incomplete' },
    ]);
  });

  test('counts a refusal of its own before it tries the same person with another password', async () => {
    const office = new Office(['Dupont', credentialsOf('D', 'one')], ['Durand', credentialsOf('D', 'other')]);
    office.refusals.D = 2;
    office.answers = { D: { kind: 'refused' } };
    office.onAttempt = () => {
      office.refusals.D = 3;
    };
    expect(await new TestAllRun(office).run(never)).toMatchObject({ refused: ['Dupont'], leftOut: [{ name: 'Durand', why: 'risky' }] });
  });

  test('leaves out what is being tested, or was refused meanwhile, elsewhere', async () => {
    const office = four();
    office.answers = { M: new ShellError('credentials.test-running'), P: new ShellError('credentials.lock-risk') };
    expect((await new TestAllRun(office).run(never)).leftOut).toEqual([
      { name: 'Martin', why: 'busy' },
      { name: 'Petit', why: 'risky' },
    ]);
  });
});

describe('the whole stops', () => {
  test.each(['too-many', 'unavailable'] as const)('when the portal answers %s, with the time that it names', async (kind) => {
    const office = four();
    office.answers = { M: { kind, retryAfterMs: 5_000 } };
    const outcome = await new TestAllRun(office).run(never);
    expect(office.attempts).toHaveLength(2);
    expect(outcome).toMatchObject({ accepted: 2, unanswered: ['Martin'], stopped: { kind, retryAfterMs: 5_000 } });
  });

  test('when the portal had asked to be left alone before', async () => {
    const office = four();
    office.answers = { D: { kind: 'waiting', until: 77 } };
    const outcome = await new TestAllRun(office).run(never);
    expect(outcome).toMatchObject({ unanswered: ['Dupont', 'Durand'], stopped: { kind: 'waiting', until: 77 } });
  });

  test('after three silences in a row, and not before', async () => {
    const office = new Office(...['A', 'B', 'C', 'D', 'E', 'F'].map((name) => [name, credentialsOf(name)] as const));
    office.answers = { A: silence, B: silence, D: silence, E: { kind: 'server-error', status: 500 }, F: silence };
    const outcome = await new TestAllRun(office).run(never);
    expect(outcome).toMatchObject({ accepted: 1, unanswered: ['A', 'B', 'D', 'E', 'F'], stopped: { kind: 'silent' } });
  });

  test('when the user cancels, keeping what was found so far', async () => {
    const office = four();
    const cancellation = new AbortController();
    office.onPause = () => cancellation.abort();
    const outcome = await new TestAllRun(office).run(cancellation.signal);
    expect(outcome).toMatchObject({ accepted: 2, stopped: { kind: 'cancelled' } });
    expect(office.attempts).toHaveLength(1);
  });

  test('with its error when the accounts can’t be had', async () => {
    const office = four();
    office.answers = { M: new ShellError('shared-storage.unreachable') };
    await expect(new TestAllRun(office).run(never)).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
  });
});

describe('accounts that change meanwhile', () => {
  test('are tested with what is saved when their turn comes', async () => {
    const office = four();
    office.onPause = () => office.saved.set('Martin', credentialsOf('M', 'new'));
    const seen: string[] = [];
    const { attempt } = office;
    office.attempt = (ids, credentials) => {
      seen.push(`${ids}: ${credentials.password}`);
      return attempt.call(office, ids, credentials);
    };
    await new TestAllRun(office).run(never);
    expect(seen).toEqual(['Dupont,Durand: p', 'Martin: new', 'Petit: p']);
  });

  test('no longer share what they no longer have', async () => {
    const office = four();
    const { read } = office;
    let reads = 0;
    office.read = async (id) => {
      reads += 1;
      // From the second look at it on it has a password of its own.
      if (id === 'Durand' && reads > 4) return credentialsOf('D', 'new');
      return read.call(office, id);
    };
    await new TestAllRun(office).run(never);
    expect(office.attempts).toEqual([['Dupont'], ['Martin'], ['Durand'], ['Petit']]);
  });

  test('and are removed, are left out', async () => {
    const office = four();
    office.onAttempt = () => office.saved.delete('Petit');
    expect((await new TestAllRun(office).run(never)).leftOut).toEqual([{ name: 'Petit', why: 'gone' }]);
  });
});
