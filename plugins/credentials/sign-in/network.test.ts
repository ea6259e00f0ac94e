import { describe, expect, test, vi } from 'vitest';
import { MemorySharedStorage, MemorySharedStore } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const accepted = { status: 200, body: btoa('token of the portal') };
const chief = 'mot de passe du chef';

async function openNetwork() {
  const store = new MemorySharedStore('network');
  const founder = await TestWorkstation.start(store, { name: 'poste-1' });
  const other = await TestWorkstation.start(store, { name: 'poste-2' });
  return { store, founder, other };
}

/** A réseau with an administrator on one workstation, and Dupont and Martin, who have passwords, on another, where nobody is signed in. */
async function openProtected() {
  const network = await openNetwork();
  const { founder } = network;
  for (const account of ['Dupont', 'Martin']) {
    await founder.run('add-account', { name: account });
    await founder.runTyped('save', account, `secret de ${account}`, {
      ...identity,
      lastName: account,
      netEntreprisesPassword: `portail ${account}`,
    });
  }
  const { recoveryKey } = (await founder.runTyped('protect', 'Administrateur', chief)) as { recoveryKey: string };
  return { ...network, recoveryKey };
}

describe('before the réseau is protected', () => {
  test('the workstation that founded it works as a single one, and the others show names alone', async () => {
    const { founder, other } = await openNetwork();
    expect(founder.state.office).toMatchObject({ kind: 'network', isProtected: false, session: { role: 'administrator' } });
    await founder.run('add-account', { name: 'Dupont' });
    await expect(founder.runTyped('sign-in', 'Dupont', 'x')).rejects.toMatchObject({ code: 'credentials.not-shared' });
    await founder.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'portail' });
    await vi.waitFor(() => expect(other.names).toEqual(['Administrateur', 'Dupont']));
    expect(other.session).toBeNull();
    await expect(other.run('show', { account: 'Dupont' })).rejects.toMatchObject({ code: 'credentials.sign-in-required' });
  });

  test('an account that has neither password nor credentials is claimed by choosing one', async () => {
    const { founder, other } = await openNetwork();
    await founder.run('add-account', { name: 'Dupont' });
    await other.runTyped('sign-in', 'Dupont', 'secret de Dupont');
    expect(other.session).toMatchObject({ name: 'Dupont', role: 'user' });
    await other.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'portail' });
    await other.run('sign-out');
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject({ ...identity, hasNetEntreprisesPassword: true });
  });

  test('neither the administrator’s account nor one with credentials is there to be claimed', async () => {
    const { founder, other } = await openNetwork();
    await founder.run('add-account', { name: 'Dupont' });
    await founder.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'portail' });
    for (const account of ['Administrateur', 'Dupont']) {
      await expect(other.runTyped('sign-in', account, 'un mot de passe')).rejects.toMatchObject({ code: 'credentials.not-claimable' });
    }
  });

  test('the administrator confirms whose a claimed account is before anything is sealed for it', async () => {
    const { founder, other } = await openNetwork();
    await founder.run('add-account', { name: 'Dupont' });
    await other.runTyped('sign-in', 'Dupont', 'secret de Dupont');
    const save = () => founder.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'portail' });
    await expect(save()).rejects.toMatchObject({ code: 'dialog.no-window' });
    founder.dialogs.answer = { confirm: false };
    await expect(save()).rejects.toMatchObject({ code: 'credentials.account-unconfirmed' });
    founder.dialogs.answer = { confirm: true };
    await save();
    expect(founder.dialogs.asked.at(-1)).toMatchObject({
      message: { key: 'claimed.message' },
      detail: { args: { workstation: 'poste-2' } },
    });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject(identity);
  });
});

describe('protecting', () => {
  test('shows the recovery key once, signs the administrator in, and leaves no key on the workstation', async () => {
    const { founder } = await openNetwork();
    const shown = await founder.runTyped('protect', 'Administrateur', chief);
    expect(shown).toEqual({ recoveryKey: expect.stringMatching(/^(\w{4}-){8}\w{4}$/) });
    expect(founder.state.office).toMatchObject({ isProtected: true, recoveryKey: 'unverified', session: { role: 'administrator' } });
    expect(await founder.folder.secrets.list()).toEqual([]);
    const restarted = await founder.restart();
    expect(restarted.session).toBeNull();
    await restarted.run('sign-in', { account: 'Administrateur', password: chief });
    expect(restarted.session).toMatchObject({ role: 'administrator' });
  });

  test('takes no password that is guessed in an afternoon, and is for a réseau alone', async () => {
    const { founder } = await openNetwork();
    await expect(founder.runTyped('protect', 'Administrateur', 'court')).rejects.toMatchObject({ code: 'credentials.password-too-short' });
    const alone = await TestWorkstation.start(new MemorySharedStore());
    await expect(alone.runTyped('protect', 'Administrateur', chief)).rejects.toMatchObject({ code: 'credentials.not-shared' });
  });

  test('forgets the workstation’s key at the next start where it was interrupted', async () => {
    const { founder, store } = await openNetwork();
    const secrets = founder.folder.secrets;
    const [name = ''] = await secrets.list();
    const key = await secrets.get(name);
    await founder.runTyped('protect', 'Administrateur', chief);
    if (key) await secrets.set(name, key);
    const restarted = await TestWorkstation.start(store, { folder: founder.folder });
    expect(restarted.session).toBeNull();
    expect(await secrets.list()).toEqual([]);
  });
});

describe('the printed guide', () => {
  test('works on a locked account without signing in first: passwords, the other tab, the blue ball, « Enregistrer »', async () => {
    const { other } = await openProtected();
    const typed = { ...identity, netEntreprisesPassword: 'nouveau' };
    other.network.answers.push(accepted);
    expect(await other.runTyped('test', 'Dupont', 'secret de Dupont', typed)).toMatchObject({ account: 'Dupont' });
    expect(other.session).toMatchObject({ name: 'Dupont', role: 'user' });
    await other.runTyped('save', 'Dupont', 'secret de Dupont', typed);
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')).toMatchObject({ status: { kind: 'accepted' }, detail: { ...identity, savedBy: 'Dupont' } });
    await other.runTyped('save', 'Martin', 'secret de Martin', { lastName: 'Martin-Durand' });
    expect(other.session).toMatchObject({ name: 'Martin' });
  });

  test('tells a wrong password, and lets nothing through', async () => {
    const { other } = await openProtected();
    for (const command of ['test', 'save']) {
      await expect(other.runTyped(command, 'Dupont', 'faux', identity)).rejects.toMatchObject({ code: 'credentials.password-wrong' });
    }
    expect(other.session).toBeNull();
    expect(other.network.requests).toEqual([]);
  });

  test('changes the password of the account that is open, and only where it is another', async () => {
    const { store, other } = await openProtected();
    await other.runTyped('save', 'Dupont', 'secret de Dupont');
    expect(store.journal.filter(({ action }) => action === 'credentials.password-changed')).toHaveLength(0);
    await other.runTyped('save', 'Dupont', 'un autre secret');
    expect(store.journal.filter(({ action }) => action === 'credentials.password-changed')).toHaveLength(1);
    await other.run('sign-out');
    await expect(other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' })).rejects.toMatchObject({
      code: 'credentials.password-wrong',
    });
    await other.run('sign-in', { account: 'Dupont', password: 'un autre secret' });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail?.hasNetEntreprisesPassword).toBe(true);
  });
});

describe('wrong passwords', () => {
  test('bring a wait at the fifth, on all workstations, which doubles and ends', async () => {
    const clock = { now: Date.now() };
    const { store } = await openProtected();
    const [one, two] = [
      await TestWorkstation.start(store, { name: 'poste-3', clock }),
      await TestWorkstation.start(store, { name: 'poste-4', clock }),
    ];
    const guess = (workstation: TestWorkstation, password = 'faux') => workstation.run('sign-in', { account: 'Dupont', password });
    for (let count = 1; count < 5; count += 1) {
      await expect(guess(count % 2 ? one : two)).rejects.toMatchObject({ code: 'credentials.password-wrong' });
    }
    const until = clock.now + 30_000;
    await expect(guess(one)).rejects.toMatchObject({ code: 'credentials.locked', details: { until } });
    await expect(guess(two, 'secret de Dupont')).rejects.toMatchObject({ code: 'credentials.locked', details: { until } });
    expect(two.account('Dupont')?.lockedUntil).toBe(until);
    clock.now = until;
    await expect(guess(two)).rejects.toMatchObject({ code: 'credentials.locked', details: { until: until + 60_000 } });
    clock.now = until + 60_000;
    await guess(one, 'secret de Dupont');
    await one.run('sign-out');
    await expect(guess(two)).rejects.toMatchObject({ code: 'credentials.password-wrong' });
  });

  test('never bring a wait above a quarter of an hour, nor one that a clock set wrong makes endless', async () => {
    const clock = { now: Date.now() };
    const { store } = await openProtected();
    const ahead = await TestWorkstation.start(store, { clock: { now: clock.now + 365 * 86_400_000 } });
    const here = await TestWorkstation.start(store, { clock });
    for (let count = 1; count <= 5; count += 1) {
      await expect(ahead.run('sign-in', { account: 'Dupont', password: 'faux' })).rejects.toThrow();
    }
    await here.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    for (let count = 1; count <= 20; count += 1) {
      await expect(here.run('sign-in', { account: 'Martin', password: 'faux' })).rejects.toThrow();
      clock.now += 15 * 60_000;
    }
    await here.run('sign-in', { account: 'Martin', password: 'secret de Martin' });
  });
});

describe('an administrator', () => {
  test('saves and tests for all, and gives a password that its user has to change', async () => {
    const { founder, other } = await openProtected();
    await founder.run('save', { account: 'Dupont', firstName: 'Anne' });
    founder.network.answers.push(accepted);
    await founder.run('test', { account: 'Dupont' });
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    await other.run('sign-in', { account: 'Dupont', password: 'provisoire' });
    expect(other.session).toMatchObject({ mustChangePassword: true });
    for (const command of ['save', 'test']) {
      await expect(other.run(command, { account: 'Dupont', firstName: 'Zoé' })).rejects.toMatchObject({
        code: 'credentials.password-must-change',
      });
    }
    await expect(other.runTyped('save', 'Dupont', 'provisoire')).rejects.toMatchObject({ code: 'credentials.password-must-change' });
    await other.runTyped('save', 'Dupont', 'mon propre secret');
    expect(other.session).toMatchObject({ mustChangePassword: false });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject({ firstName: 'Anne', hasNetEntreprisesPassword: true });
  });

  test('makes others administrators, and the last one stays', async () => {
    const { founder, other } = await openProtected();
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await expect(founder.run('set-role', { account: 'Administrateur', role: 'user' })).rejects.toMatchObject({
      code: 'credentials.last-administrator',
    });
    await founder.run('set-role', { account: 'Dupont', role: 'administrator', confirmed: true });
    await vi.waitFor(() => expect(other.session).toMatchObject({ name: 'Dupont', role: 'administrator' }));
    await other.run('save', { account: 'Martin', firstName: 'Zoé' });
    await other.run('remove-account', { account: 'Administrateur', confirmed: true });
    await vi.waitFor(() => expect(founder.session).toBeNull());
    expect(founder.notifications.shown.at(-1)?.message.key).toBe('session.ended-removed');
    await expect(other.run('remove-account', { account: 'Dupont', confirmed: true })).rejects.toMatchObject({
      code: 'credentials.last-administrator',
    });
  });

  test('of two who demote each other at once, one stays', async () => {
    const { founder, other } = await openProtected();
    await founder.run('set-role', { account: 'Dupont', role: 'administrator', confirmed: true });
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    const outcomes = await Promise.allSettled([
      founder.run('set-role', { account: 'Dupont', role: 'user' }),
      other.run('set-role', { account: 'Administrateur', role: 'user' }),
    ]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('what changes on another workstation', () => {
  test('ends the session whose password was reset, with a sentence', async () => {
    const { founder, other } = await openProtected();
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    await vi.waitFor(() => expect(other.session).toBeNull());
    expect(other.notifications.shown.at(-1)?.message).toEqual({ key: 'session.ended-reset', args: { account: 'Dupont' } });
    expect(other.state.details).toEqual({});
  });

  test('takes an administrator’s rights at once', async () => {
    const { founder, other } = await openProtected();
    await founder.run('set-role', { account: 'Dupont', role: 'administrator', confirmed: true });
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await other.run('show', { account: 'Martin' });
    await founder.run('set-role', { account: 'Dupont', role: 'user' });
    await vi.waitFor(() => expect(other.session).toMatchObject({ role: 'user' }));
    await vi.waitFor(() => expect(other.state.details).toEqual({}));
    await expect(other.run('show', { account: 'Martin' })).rejects.toMatchObject({ code: 'credentials.account-foreign' });
  });

  test('refuses what was made of older credentials, and tells whose the newer ones are', async () => {
    const { founder, other } = await openProtected();
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await other.run('show', { account: 'Dupont' });
    const revision = other.account('Dupont')?.detail?.revision;
    await founder.run('save', { account: 'Dupont', firstName: 'Anne' });
    await expect(other.run('save', { account: 'Dupont', firstName: 'Zoé', revision })).rejects.toMatchObject({
      code: 'credentials.conflict',
      details: { account: 'Dupont', savedBy: 'Administrateur' },
    });
    const newer = other.account('Dupont')?.detail;
    expect(newer?.firstName).toBe('Anne');
    await other.run('save', { account: 'Dupont', firstName: 'Zoé', revision: newer?.revision });
    expect(other.account('Dupont')?.detail?.firstName).toBe('Zoé');
  });

  test('gives one name to one account', async () => {
    const { founder, other } = await openProtected();
    await founder.run('set-role', { account: 'Dupont', role: 'administrator', confirmed: true });
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    const outcomes = await Promise.allSettled([
      founder.run('add-account', { name: 'Durand' }),
      other.run('add-account', { name: 'durand' }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes).toContainEqual({ status: 'rejected', reason: expect.objectContaining({ code: 'credentials.account-name-taken' }) });
  });

  test('keeps no plugin from starting: a store that takes its time is waited for later', async () => {
    const { store } = await openProtected();
    const { promise, resolve } = Promise.withResolvers<void>();
    const slow = new MemorySharedStorage(store, 'poste-3');
    const { status } = slow;
    slow.status = () => promise.then(() => status.call(slow));
    const workstation = await TestWorkstation.start(store, { shared: slow });
    expect(workstation.panels.history).toEqual([]);
    resolve();
    await vi.waitFor(() => expect(workstation.names).toContain('Dupont'));
  });

  test('is not seen while the store is out of reach, which is told, and comes back by itself', async () => {
    const { store, other } = await openProtected();
    store.problem = 'shared-storage.unreachable';
    await vi.waitFor(() => expect(other.state.office).toMatchObject({ isReachable: false, problem: 'shared-storage.unreachable' }));
    expect(other.names).toContain('Dupont');
    await expect(other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' })).rejects.toMatchObject({
      code: 'shared-storage.unreachable',
    });
    store.problem = undefined;
    await vi.waitFor(() => expect(other.state.office.isReachable).toBe(true));
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
  });
});

describe('the recovery key', () => {
  test('is verified by typing it back, in any case', async () => {
    const { founder, recoveryKey } = await openProtected();
    const verify = (typed: string) => founder.run('verify-recovery-key', { recoveryKey: typed });
    await expect(verify('AAAA')).rejects.toMatchObject({ code: 'credentials.recovery-key-mistyped' });
    await verify(recoveryKey.toLowerCase().replaceAll('-', ' '));
    expect(founder.state.office.recoveryKey).toBe('verified');
    await founder.run('create-recovery-key');
    expect(founder.state.office.recoveryKey).toBe('unverified');
    await expect(verify(recoveryKey)).rejects.toMatchObject({ code: 'credentials.recovery-key-wrong' });
  });

  test('gives an administrator who forgot theirs a new password, and everything back', async () => {
    const { other, recoveryKey } = await openProtected();
    await other.runTyped('recover', 'Administrateur', 'un nouveau mot de passe', { recoveryKey });
    expect(other.session).toMatchObject({ role: 'administrator' });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject({ lastName: 'Dupont', hasNetEntreprisesPassword: true });
  });

  test('opens a single workstation whose own key is lost', async () => {
    const alone = await TestWorkstation.start(new MemorySharedStore());
    await alone.run('save', { account: 'Administrateur', ...identity, netEntreprisesPassword: 'portail' });
    const { recoveryKey } = (await alone.run('create-recovery-key')) as { recoveryKey: string };
    const broken = await TestWorkstation.start(alone.store);
    expect(broken.account('Administrateur')?.status).toEqual({ kind: 'unreadable' });
    await expect(broken.run('save', { account: 'Administrateur', ...identity })).rejects.toMatchObject({
      code: 'credentials.office-key-lost',
    });
    await broken.run('recover', { recoveryKey });
    await broken.run('show', { account: 'Administrateur' });
    expect(broken.account('Administrateur')?.detail).toMatchObject(identity);
    expect((await broken.restart()).account('Administrateur')?.status).toEqual({ kind: 'never-tested' });
  });
});

describe('renewed keys', () => {
  test('leave passwords, the recovery key and open sessions as they are', async () => {
    const { founder, other, recoveryKey } = await openProtected();
    await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    for (let round = 0; round < 3; round += 1) await founder.run('rotate-keys', { confirmed: true });
    await vi.waitFor(() => expect(other.session).toMatchObject({ name: 'Dupont' }));
    await other.run('save', { account: 'Dupont', firstName: 'Zoé' });
    await other.run('sign-in', { account: 'Martin', password: 'secret de Martin' });
    await other.run('show', { account: 'Martin' });
    expect(other.account('Martin')?.detail).toMatchObject({ lastName: 'Martin', hasNetEntreprisesPassword: true });
    await founder.run('verify-recovery-key', { recoveryKey });
    await founder.run('show', { account: 'Dupont' });
    expect(founder.account('Dupont')?.detail).toMatchObject({ firstName: 'Zoé' });
  });

  test('are kept by a single workstation', async () => {
    const alone = await TestWorkstation.start(new MemorySharedStore());
    await alone.run('save', { account: 'Administrateur', ...identity, netEntreprisesPassword: 'portail' });
    await alone.run('rotate-keys', { confirmed: true });
    expect(await alone.folder.secrets.list()).toHaveLength(1);
    const restarted = await alone.restart();
    await restarted.run('show', { account: 'Administrateur' });
    expect(restarted.account('Administrateur')?.detail).toMatchObject(identity);
  });
});
