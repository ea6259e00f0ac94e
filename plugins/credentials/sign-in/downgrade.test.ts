import { describe, expect, test, vi } from 'vitest';
import { MemorySharedStorage, MemorySharedStore } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';
import type { AccountDocument, OfficeDocument } from '../accounts/documents.ts';

const chief = 'mot de passe du chef';
const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise', netEntreprisesPassword: 'portail' };

async function openNetwork() {
  const store = new MemorySharedStore('network');
  const founder = await TestWorkstation.start(store, { name: 'poste-1' });
  for (const name of ['Dupont', 'Martin']) {
    await founder.run('add-account', { name });
    await founder.runTyped('save', name, `secret de ${name}`, { ...identity, lastName: name });
  }
  const rows = new MemorySharedStorage(store, 'the database');
  const office = async (changed: Partial<OfficeDocument>) => {
    const document = await rows.get<never>('office', 'office');
    await rows.write([
      { collection: 'office', id: 'office', value: { ...(document?.value as never as OfficeDocument), ...changed } as never },
    ]);
  };
  const account = async (name: string) =>
    (await rows.get<never>('accounts', founder.account(name)?.id ?? ''))?.value as never as AccountDocument;
  const protect = async () => (await founder.runTyped('protect', 'Administrateur', chief)) as { recoveryKey: string };
  return { store, founder, office, account, protect };
}

/** A workstation that isn't told what others change: they are faster than the news, or somebody keeps it back. */
function startDeaf(store: MemorySharedStore): Promise<TestWorkstation> {
  const shared = new MemorySharedStorage(store, 'poste-2');
  Object.defineProperty(shared, 'onDidChange', { value: () => ({ dispose: () => {} }) });
  return TestWorkstation.start(store, { name: 'poste-2', shared });
}

describe('whoever keeps the database writes', () => {
  test('that an office is protected which isn’t: nothing is open, and the workstation keeps its key for when that is put right', async () => {
    const { founder, office } = await openNetwork();
    await office({ isProtected: true });
    await vi.waitFor(() => expect(founder.session).toBeNull());
    expect((await founder.restart()).session).toBeNull();
    expect(await founder.folder.secrets.list()).toHaveLength(1);
    await office({ isProtected: false });
    expect((await founder.restart()).session).toMatchObject({ role: 'administrator' });
  });

  test('that a protected office isn’t: renewing keys leaves none on a workstation, and nobody gets in without a password', async () => {
    const { store, founder, office, protect } = await openNetwork();
    await protect();
    await office({ isProtected: false });
    await founder.run('rotate-keys', { confirmed: true });
    expect(await founder.folder.secrets.list()).toEqual([]);
    expect((await founder.restart()).session).toBeNull();
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    const other = await TestWorkstation.start(store, { name: 'poste-2' });
    await other.run('sign-in', { account: 'Dupont', password: 'provisoire' });
    expect(other.session).toMatchObject({ mustChangePassword: true });
  });

  test('that a protected office isn’t: the recovery key still asks for a password, leaves no key, and protects it again', async () => {
    const { store, office, protect } = await openNetwork();
    const { recoveryKey } = await protect();
    await office({ isProtected: false });
    const other = await TestWorkstation.start(store, { name: 'poste-2' });
    await expect(other.run('recover', { recoveryKey })).rejects.toMatchObject({ code: 'credentials.password-missing' });
    await other.runTyped('recover', 'Administrateur', 'un autre mot de passe', { recoveryKey });
    expect(other.state.office).toMatchObject({ isProtected: true, session: { role: 'administrator' } });
    expect(await other.folder.secrets.list()).toEqual([]);
    expect((await other.restart()).session).toBeNull();
  });
});

test('the last administrator stays, whatever a row says of another', async () => {
  const { store, founder, account, protect } = await openNetwork();
  await protect();
  const rows = new MemorySharedStorage(store, 'the database');
  const { officeKey = '' } = await account('Administrateur');
  const forged = { ...(await account('Martin')), role: 'administrator', officeKey };
  await rows.write([{ collection: 'accounts', id: founder.account('Martin')?.id ?? '', value: forged as never }]);
  for (const [command, args] of [
    ['set-role', { role: 'user' }],
    ['remove-account', { confirmed: true }],
  ] as const) {
    await expect(founder.run(command, { account: 'Administrateur', ...args })).rejects.toMatchObject({
      code: 'credentials.last-administrator',
    });
  }
});

describe('a session that others ended, on a workstation that wasn’t told', () => {
  test('doesn’t undo the password that the administrator gave', async () => {
    const { store, founder, account, protect } = await openNetwork();
    await protect();
    const deaf = await startDeaf(store);
    await deaf.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    const given = await account('Dupont');
    await expect(deaf.runTyped('save', 'Dupont', 'un mot à moi')).rejects.toMatchObject({ code: 'credentials.sign-in-required' });
    expect(await account('Dupont')).toEqual(given);
    expect(deaf.session).toBeNull();
  });

  test('makes nobody an administrator who was one', async () => {
    const { store, founder, account, protect } = await openNetwork();
    await protect();
    await founder.run('set-role', { account: 'Martin', role: 'administrator', confirmed: true });
    const deaf = await startDeaf(store);
    await deaf.run('sign-in', { account: 'Martin', password: 'secret de Martin' });
    expect(deaf.session).toMatchObject({ role: 'administrator' });
    await founder.run('set-role', { account: 'Martin', role: 'user' });
    for (const [name, role] of [
      ['Dupont', 'administrator'],
      ['Administrateur', 'user'],
    ] as const) {
      await expect(deaf.run('set-role', { account: name, role, confirmed: true })).rejects.toMatchObject({
        code: expect.stringMatching(/^credentials\.(administrator-required|last-administrator)$/),
      });
    }
    expect(await account('Martin')).toMatchObject({ role: 'user' });
    expect(await account('Administrateur')).toMatchObject({ role: 'administrator' });
  });
});

test('of two workstations that protect or claim at once, one does, and the other is told', async () => {
  const { store, founder } = await openNetwork();
  // A copy of the founder's folder, or two windows: both have the key.
  const copy = await TestWorkstation.start(store, { name: 'poste-2', folder: founder.folder });
  const ended = await Promise.allSettled(
    [founder, copy].map((one, index) => one.runTyped('protect', 'Administrateur', `${chief} ${index}`)),
  );
  expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(ended.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: expect.stringMatching(/protected-already|sign-in-required/) },
  });
  expect(store.journal.filter(({ action }) => action === 'credentials.office-protected')).toHaveLength(1);
  expect(await founder.folder.secrets.list()).toEqual([]);

  const administrator = [founder, copy].find(({ session }) => session?.role === 'administrator');
  await administrator?.run('add-account', { name: 'Durand' });
  const [one, two] = await Promise.all(['poste-3', 'poste-4'].map((name) => TestWorkstation.start(store, { name })));
  const claims = await Promise.allSettled([one?.runTyped('sign-in', 'Durand', 'à moi'), two?.runTyped('sign-in', 'Durand', 'non, à moi')]);
  expect(claims.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect([one, two].filter((workstation) => workstation?.session)).toHaveLength(1);
});

test('keys that are renewed while another workstation saves leave what was saved readable by both', async () => {
  const { store, founder, protect } = await openNetwork();
  await protect();
  const other = await TestWorkstation.start(store, { name: 'poste-2' });
  await other.run('sign-in', { account: 'Dupont', password: 'secret de Dupont' });
  for (let round = 0; round < 5; round += 1) {
    const firstName = `Élise ${'I'.repeat(round + 1)}`;
    await Promise.all([founder.run('rotate-keys', { confirmed: true }), other.run('save', { account: 'Dupont', firstName })]);
    for (const workstation of [founder, other]) {
      await workstation.run('show', { account: 'Dupont' });
      expect(workstation.account('Dupont')?.detail).toMatchObject({ firstName, hasNetEntreprisesPassword: true });
    }
  }
});
