import { describe, expect, test, vi } from 'vitest';
import { SeveralBench } from '../../../test/support/several-bench.ts';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';

const accepted = { status: 200, body: btoa('token of the portal') };
const refused = { status: 401, headers: { 'www-authenticate': 'Basic realm="net-entreprises.fr"' } };
const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const shared: NetEntreprisesCredentials = { ...identity, password: 'Azerty<&>1' };
const dayMs = 86_400_000;

describe('« Appliquer à… »', () => {
  async function office() {
    const bench = await SeveralBench.start();
    for (const name of ['Dupont', 'Martin', 'Petit']) await bench.add(name);
    await bench.save('Dupont', shared);
    return bench;
  }

  test('copies what is saved to all chosen accounts at once, after one accepted attempt, and notes each', async () => {
    const bench = await office();
    await bench.save('Martin', { ...shared, lastName: 'Martin' });
    bench.network.answers.push(accepted);
    const writes = vi.spyOn(bench.shared, 'write');
    expect(await bench.run('apply', { account: 'Dupont', targets: ['Martin', 'Petit'] })).toEqual({ applied: ['Martin', 'Petit'] });
    expect(bench.network.requests).toHaveLength(1);
    for (const name of ['Martin', 'Petit']) expect(await bench.saved(name)).toEqual(shared);
    await vi.waitFor(() => expect(bench.states()).toMatchObject({ Dupont: 'accepted', Martin: 'accepted', Petit: 'accepted' }));
    const applying = writes.mock.calls.filter(([changes]) => changes.some(({ collection }) => collection === 'credentials'));
    expect(applying).toHaveLength(1);
    const notes = await bench.shared.readJournal({ action: 'credentials.applied' });
    expect(notes.map(({ actor, subject, details }) => [actor, subject, details?.source])).toEqual([
      ['Administrateur', 'Petit', 'Dupont'],
      ['Administrateur', 'Martin', 'Dupont'],
    ]);
    expect(JSON.stringify([notes, bench.panels.history, bench.log.lines])).not.toContain('Azerty');
  });

  test('trusts an acceptance of the same for ten minutes, and of nothing else', async () => {
    const bench = await office();
    bench.network.answers.push(accepted, accepted, accepted);
    await bench.run('test-all');
    await bench.run('apply', { account: 'Dupont', targets: ['Martin'] });
    expect(bench.network.requests).toHaveLength(1);
    bench.now += 10 * 60_000;
    await bench.run('apply', { account: 'Dupont', targets: ['Petit'] });
    expect(bench.network.requests).toHaveLength(2);
    await bench.save('Dupont', { ...shared, password: 'new' });
    await bench.run('apply', { account: 'Dupont', targets: ['Petit'] });
    expect(bench.network.requests).toHaveLength(3);
  });

  test.each([
    [refused, 'refused'],
    [{ status: 401, headers: { 'www-authenticate': 'Basic realm="Expiration du mot de passe"' } }, 'expired'],
    [{ status: 503 }, 'unavailable'],
  ])('applies nothing where the portal answers %j', async (answer, reason) => {
    const bench = await office();
    bench.network.answers.push(answer);
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Martin'] })).rejects.toMatchObject({
      code: 'credentials.apply-refused',
      details: { account: 'Dupont', reason },
    });
    expect(await bench.saved('Martin')).toBeUndefined();
  });

  test('never risks a fourth refusal', async () => {
    const bench = await office();
    bench.network.answers.push(refused, refused, refused);
    for (let attempt = 0; attempt < 3; attempt += 1) await bench.run('test-all');
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Martin'] })).rejects.toMatchObject({ code: 'credentials.lock-risk' });
    expect(bench.network.requests).toHaveLength(3);
  });

  test('applies nothing when accounts changed or went meanwhile, and names them', async () => {
    const bench = await office();
    bench.network.answers.push(accepted);
    bench.onRequest = async () => {
      await bench.save('Martin', { ...shared, firstName: 'Anne' });
      await bench.remove('Petit');
    };
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Martin', 'Petit'] })).rejects.toMatchObject({
      code: 'credentials.apply-conflict',
      details: { changed: 'Martin', changedCount: 1, removed: 'Petit', removedCount: 1 },
    });
    expect(await bench.saved('Martin')).toMatchObject({ firstName: 'Anne' });
  });

  test('names an account that is gone before anything is sent', async () => {
    const bench = await office();
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Martin', 'Durand'] })).rejects.toMatchObject({
      details: { removed: 'Durand' },
    });
    expect(bench.network.requests).toEqual([]);
  });

  test('applies nothing once it is cancelled', async () => {
    const bench = await office();
    const cancellation = new AbortController();
    bench.network.answers.push(accepted);
    bench.onRequest = async () => cancellation.abort();
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Martin'] }, cancellation.signal)).rejects.toThrow();
    expect(await bench.saved('Martin')).toBeUndefined();
  });

  test('is for administrators, of complete credentials, to somebody else', async () => {
    const bench = await office();
    await expect(bench.run('apply', { account: 'Martin', targets: ['Petit'] })).rejects.toMatchObject({
      code: 'credentials.apply-nothing',
    });
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Dupont'] })).rejects.toMatchObject({
      code: 'credentials.apply-nobody',
    });
    await bench.signInAs('Dupont', 'user');
    await expect(bench.run('apply', { account: 'Dupont', targets: ['Petit'] })).rejects.toMatchObject({
      code: 'credentials.administrator-required',
    });
    expect(bench.network.requests).toEqual([]);
  });
});

describe('« Tout tester »', () => {
  test('tests each account, and the table follows', async () => {
    const bench = await SeveralBench.start();
    for (const name of ['Dupont', 'Martin', 'Petit']) await bench.add(name);
    await bench.save('Dupont', shared);
    await bench.save('Martin', { ...shared, lastName: 'Martin' });
    await bench.save('Petit', shared);
    bench.network.answers.push(accepted, refused);
    const result = (await bench.run('test-all')) as { ok: boolean };
    expect(result).toMatchObject({
      ok: false,
      total: 4,
      accepted: 2,
      refused: ['Martin'],
      leftOut: [{ name: 'Administrateur', why: 'incomplete' }],
    });
    await vi.waitFor(() =>
      expect(bench.states()).toEqual({ Administrateur: 'incomplete', Dupont: 'accepted', Martin: 'refused', Petit: 'accepted' }),
    );
    await vi.waitFor(() => expect(bench.state().run).toMatchObject({ isRunning: false, ok: false }));
    expect(bench.network.requests).toHaveLength(2);
  });

  test('notes an outage beside what is known, and stops where the portal asks to be left alone', async () => {
    const bench = await SeveralBench.start();
    await bench.add('Dupont');
    await bench.save('Dupont', shared);
    bench.network.answers.push(accepted);
    await bench.run('test-all');
    bench.now += dayMs;
    bench.network.answers.push({ status: 429, headers: { 'retry-after': '60' } });
    expect(await bench.run('test-all')).toMatchObject({ stopped: { kind: 'too-many', retryAfterMs: 60_000 } });
    await vi.waitFor(() => expect(bench.row('Dupont')).toMatchObject({ status: { kind: 'accepted' }, unansweredAt: bench.now }));
    expect(await bench.run('test-all')).toMatchObject({ stopped: { kind: 'waiting', until: expect.any(Number) } });
    expect(bench.network.requests).toHaveLength(2);
  });

  test('runs once at a time, and is stopped from any window', async () => {
    const bench = await SeveralBench.start({ testAllPauseMs: 60_000 });
    await bench.save('Administrateur', shared);
    await bench.add('Dupont');
    await bench.save('Dupont', { ...shared, lastName: 'Other' });
    bench.network.answers.push(accepted);
    const run = bench.run('test-all');
    await vi.waitFor(() => expect(bench.state().run).toMatchObject({ isRunning: true, done: 1, total: 2, name: 'Dupont' }));
    await expect(bench.run('test-all')).rejects.toMatchObject({ code: 'credentials.test-all-running' });
    await bench.run('cancel-test-all');
    expect(await run).toMatchObject({ accepted: 1, stopped: { kind: 'cancelled' } });
  });

  test('tests an ordinary user’s own account alone, and what came of it is not for the next one', async () => {
    const bench = await SeveralBench.start();
    await bench.save('Administrateur', shared);
    await bench.add('Dupont');
    await bench.signInAs('Dupont', 'user');
    expect(await bench.run('test-all')).toMatchObject({ total: 1 });
    await vi.waitFor(() => expect(bench.states()).toEqual({ Dupont: 'incomplete' }));
    await vi.waitFor(() => expect(bench.state()).toMatchObject({ isAdministrator: false, run: { isRunning: false } }));
    bench.signOut();
    await vi.waitFor(() => expect(bench.state()).toMatchObject({ access: 'signed-out', rows: '[]', run: null }));
    await expect(bench.run('test-all')).rejects.toMatchObject({ code: 'credentials.sign-in-required' });
  });
});

test('the file holds what the session may see, in the order that was asked for, and no secret', async () => {
  const bench = await SeveralBench.start();
  await bench.add('=Zoé');
  await bench.save('=Zoé', shared);
  await bench.run('export-states', { column: 'name', descending: true });
  const [{ name, text }] = bench.files.offered as [{ name: string; text: string }];
  expect(name).toMatch(/^etat-des-comptes-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(text.split('\r\n').map((line) => line.split(';')[0])).toEqual(['\uFEFFCompte', 'Administrateur', "'=Zoé", '']);
  expect(text).not.toMatch(/Azerty|73282932000074|Élise/);
  await bench.signInAs('Administrateur', 'user');
  await bench.run('export-states', { language: 'en' });
  expect(bench.files.offered[1]?.text.split('\r\n')).toHaveLength(3);
});

test('a store that is out of reach is said, and shown again when it is back', async () => {
  const bench = await SeveralBench.start();
  bench.store.problem = 'shared-storage.unreachable';
  await vi.waitFor(() => expect(bench.state().access).toBe('unreachable'));
  bench.store.problem = undefined;
  await vi.waitFor(() => expect(bench.states()).toEqual({ Administrateur: 'incomplete' }));
});

describe('a password that grows old', () => {
  async function aged() {
    const bench = await SeveralBench.start();
    bench.settings.update({ 'netEntreprises.passwordReminderDays': 90 });
    await bench.save('Administrateur', shared);
    bench.now += 90 * dayMs;
    return bench;
  }
  const shown = (bench: SeveralBench) => bench.notifications.shown.filter(({ message }) => message.key === 'reminder.message');
  const badge = (bench: SeveralBench) => bench.panels.badges['credentials.accounts']?.count;

  test('is told of once, marked as long as it is old, and marked in the table', async () => {
    const bench = await aged();
    await bench.add('Nouveau');
    await vi.waitFor(() => expect(shown(bench)).toHaveLength(1));
    expect(badge(bench)).toBe(1);
    expect(bench.row('Administrateur')).toMatchObject({ isAged: true });
    bench.notifications.shown.length = 0;
    await bench.add('Encore');
    await vi.waitFor(() => expect(Object.keys(bench.states())).toHaveLength(3));
    expect(shown(bench)).toEqual([]);
    await bench.save('Administrateur', { ...shared, password: 'changed' });
    await vi.waitFor(() => expect(badge(bench)).toBe(0));
  });

  test('is not told of again after a restart', async () => {
    const bench = await aged();
    await bench.add('Nouveau');
    await vi.waitFor(() => expect(shown(bench)).toHaveLength(1));
    const restarted = await bench.restart();
    await vi.waitFor(() => expect(badge(restarted)).toBe(1));
    expect(shown(restarted)).toEqual([]);
  });

  test('is left alone for two weeks when the user says so, then told of again', async () => {
    const bench = await aged();
    await bench.add('Nouveau');
    await vi.waitFor(() => expect(shown(bench)).toHaveLength(1));
    await bench.run('snooze-reminders');
    expect(shown(bench)).toEqual([]);
    expect(badge(bench)).toBe(0);
    bench.now += 14 * dayMs;
    await bench.add('Encore');
    await vi.waitFor(() => expect(shown(bench)).toHaveLength(1));
    expect(badge(bench)).toBe(1);
  });

  test('is nobody’s business where the setting says 0', async () => {
    const bench = await aged();
    await bench.settings.update({ 'netEntreprises.passwordReminderDays': 0 });
    await bench.add('Nouveau');
    await vi.waitFor(() => expect(Object.keys(bench.states())).toHaveLength(2));
    expect(shown(bench)).toEqual([]);
    expect(bench.row('Administrateur')?.isAged).toBeUndefined();
  });
});
