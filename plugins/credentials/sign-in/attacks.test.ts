import { describe, expect, test } from 'vitest';
import { MemorySharedStorage, MemorySharedStore } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';
import type { AccountDocument, OfficeDocument } from '../accounts/documents.ts';
import { HolderKeys } from '../sealing/key-holder.ts';
import { Keyring } from '../sealing/keyring.ts';
import { OfficeKey } from '../sealing/office-key.ts';
import { createRecovery } from '../sealing/recovery.ts';
import { RecoveryKey } from '../sealing/recovery-key.ts';
import { openValue } from '../sealing/sealed-value.ts';
import { givePassword } from '../sealing/trusted-account.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const passwords = {
  'the administrator’s password': 'Chef&<é>1234',
  'Dupont’s password': 'Dupont&<é>12',
  'Martin’s password': 'Martin&<é>12',
  'Dupont’s password at the portal': 'Portail-D&<é>',
  'Martin’s password at the portal': 'Portail-M&<é>',
};

async function openOffice() {
  const store = new MemorySharedStore('network');
  const founder = await TestWorkstation.start(store, { name: 'poste-1' });
  for (const account of ['Dupont', 'Martin'] as const) {
    await founder.run('add-account', { name: account });
    const netEntreprisesPassword = passwords[`${account}’s password at the portal`];
    await founder.runTyped('save', account, passwords[`${account}’s password`], { ...identity, lastName: account, netEntreprisesPassword });
  }
  const { recoveryKey } = (await founder.runTyped('protect', 'Administrateur', passwords['the administrator’s password'])) as {
    recoveryKey: string;
  };
  const idOf = (name: string) => founder.account(name)?.id ?? '';
  return { store, founder, recoveryKey, idOf };
}

async function signedIn(store: MemorySharedStore, account?: 'Administrateur' | 'Dupont'): Promise<TestWorkstation> {
  const workstation = await TestWorkstation.start(store, { name: 'poste-2' });
  workstation.dialogs.answer = { confirm: true };
  const password = account === 'Dupont' ? passwords['Dupont’s password'] : passwords['the administrator’s password'];
  if (account) await workstation.run('sign-in', { account, password });
  return workstation;
}

/** Rows as whoever runs the database may write them. */
function meddler(store: MemorySharedStore) {
  const rows = new MemorySharedStorage(store, 'the database');
  return {
    read: async <T>(collection: string, id: string) => structuredClone((await rows.get(collection, id))?.value) as T,
    write: (collection: string, id: string, value: object) => rows.write([{ collection, id, value: value as never }]),
  };
}

const everything: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  show: {},
  test: {},
  save: { ...identity, netEntreprisesPassword: 'x' },
  'rename-account': { name: 'Autre' },
  'remove-account': { confirmed: true },
  'set-role': { role: 'administrator', confirmed: true },
  'reset-password': { password: 'un autre', confirmation: 'un autre' },
};

const forTheOffice: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'add-account': { name: 'Durand' },
  protect: { password: 'un autre mot', confirmation: 'un autre mot' },
  'create-recovery-key': {},
  'verify-recovery-key': { recoveryKey: 'AAAA' },
  'rotate-keys': { confirmed: true },
};

const denied = /^credentials\.(sign-in-required|administrator-required|account-foreign)$/;

function rowsOf(store: MemorySharedStore): string {
  return JSON.stringify([...store.documents].map(([plugin, rows]) => [plugin, [...rows]]));
}

describe.each([
  ['nobody', undefined, ['Administrateur', 'Dupont', 'Martin']],
  ['an ordinary user', 'Dupont' as const, ['Administrateur', 'Martin']],
])('%s', (_who, account, foreign) => {
  const targeted = Object.keys(everything).flatMap((command) =>
    foreign.flatMap((target) => ['name', 'id'].map((by) => [command, target, by] as const)),
  );

  test.each(targeted)('does not %s %s, named by %s', async (command, target, by) => {
    const { store, idOf } = await openOffice();
    const attacker = await signedIn(store, account);
    const before = rowsOf(store);
    const name = by === 'id' ? idOf(target) : target;
    await expect(attacker.run(command, { account: name, ...everything[command] })).rejects.toMatchObject({
      code: expect.stringMatching(denied),
    });
    expect(rowsOf(store)).toBe(before);
    expect(attacker.network.requests).toEqual([]);
  });

  test.each(Object.keys(forTheOffice))('does not %s', async (command) => {
    const { store } = await openOffice();
    const attacker = await signedIn(store, account);
    const before = rowsOf(store);
    await expect(attacker.run(command, forTheOffice[command])).rejects.toMatchObject({ code: expect.stringMatching(denied) });
    expect(rowsOf(store)).toBe(before);
  });

  test('sees of others their names alone', async () => {
    const { store } = await openOffice();
    const attacker = await signedIn(store, account);
    for (const target of foreign) await attacker.run('show', { account: target }).catch(() => {});
    for (const target of foreign) {
      expect(attacker.account(target)).toMatchObject({ name: target, role: 'user', status: { kind: 'incomplete' }, detail: undefined });
    }
    expect(await attacker.services.accounts.list()).toHaveLength(account ? 1 : 0);
    expect(await attacker.services.accounts.statuses()).toHaveLength(account ? 1 : 0);
    expect(attacker.seen).not.toContain('"lastName":"Martin"');
  });
});

describe('an ordinary user', () => {
  test.each(['rename-account', 'remove-account', 'set-role', 'reset-password'])('does not even %s themselves', async (command) => {
    const { store } = await openOffice();
    const user = await signedIn(store, 'Dupont');
    await expect(user.run(command, { account: 'Dupont', ...everything[command] })).rejects.toMatchObject({
      code: 'credentials.administrator-required',
    });
  });
});

test('no password comes back to an administrator, nor leaves by any state, log, dialog, error or result', async () => {
  const { store, recoveryKey } = await openOffice();
  const administrator = await signedIn(store, 'Administrateur');
  const results: unknown[] = [];
  for (const [command, args] of [...Object.entries(everything), ...Object.entries(forTheOffice)]) {
    for (const target of ['Dupont', 'Martin']) {
      const given = command in everything ? { account: target, ...args } : args;
      results.push(
        await administrator.run(command, given).catch((error) => [String(error), error.details, error.stack, String(error.cause)]),
      );
    }
  }
  const seen = administrator.seen + JSON.stringify([results, store.journal]);
  for (const [name, password] of Object.entries({ ...passwords, recoveryKey })) expect(seen.includes(password), name).toBe(false);
});

test('a copy of the database and of the workstation’s folder gives no password, nor the key to one', async () => {
  const { store, founder, recoveryKey } = await openOffice();
  const key = Buffer.from(founder.services.sessions.current?.keyring.office?.bytes ?? []);
  expect(key).toHaveLength(32);
  const secrets = await Promise.all(
    (await founder.folder.secrets.list()).map(async (name) => (await founder.folder.secrets.get(name))?.reveal()),
  );
  const stored = rowsOf(store) + JSON.stringify([store.journal, secrets, await founder.folder.storage.list('accounts')]);
  // What is sealed is looked into as bytes, too.
  const bytes = [...stored.matchAll(/[A-Za-z0-9_-]{20,}/g)].map(([text]) => Buffer.from(text, 'base64url').toString('latin1')).join('\n');
  const sought = { ...passwords, 'the recovery key': recoveryKey, 'a name': 'Élise' };
  for (const [name, text] of Object.entries(sought)) {
    expect(stored.includes(text), name).toBe(false);
    expect(bytes.includes(Buffer.from(text).toString('latin1')), name).toBe(false);
  }
  for (const encoding of ['base64url', 'base64', 'hex'] as const) expect(stored.includes(key.toString(encoding))).toBe(false);
  expect(bytes.includes(key.toString('latin1'))).toBe(false);
});

describe('whoever writes to the database', () => {
  test('swaps the sealed credentials of two accounts: neither opens', async () => {
    const { store, founder, idOf } = await openOffice();
    const rows = meddler(store);
    const [dupont, martin] = [
      await rows.read<object>('credentials', idOf('Dupont')),
      await rows.read<object>('credentials', idOf('Martin')),
    ];
    await rows.write('credentials', idOf('Dupont'), martin);
    await rows.write('credentials', idOf('Martin'), dupont);
    for (const account of ['Dupont', 'Martin']) {
      await founder.run('show', { account });
      expect(founder.account(account)).toMatchObject({ status: { kind: 'unreadable' }, detail: { siret: '' } });
    }
  });

  test('puts one account’s data key or keys in another’s place: nothing opens, and nothing is sealed with them', async () => {
    for (const members of [['dataKey'], ['holder', 'password'], ['holder', 'password', 'dataKey', 'proof']] as const) {
      const { store, founder, idOf } = await openOffice();
      const rows = meddler(store);
      const [dupont, martin] = [
        await rows.read<AccountDocument>('accounts', idOf('Dupont')),
        await rows.read<AccountDocument>('accounts', idOf('Martin')),
      ];
      const taken = Object.fromEntries(members.map((member) => [member, dupont[member]]));
      await rows.write('accounts', idOf('Martin'), { ...martin, ...taken });
      await founder.run('show', { account: 'Martin' });
      expect(founder.account('Martin')?.status, members.join()).toEqual({ kind: 'unreadable' });
      const attacker = await TestWorkstation.start(store);
      await attacker.run('sign-in', { account: 'Martin', password: passwords['Dupont’s password'] }).catch(() => {});
      expect(attacker.session).toBeNull();
    }
  });

  test('makes keys of their own for an account: the administrator seals nothing for them', async () => {
    const { store, founder, idOf } = await openOffice();
    const rows = meddler(store);
    const office = await rows.read<OfficeDocument>('office', 'office');
    const dupont = await rows.read<AccountDocument>('accounts', idOf('Dupont'));
    const keys = HolderKeys.create(office.publicKey);
    const forged = { ...dupont, holder: keys.wrap(idOf('Dupont'), Buffer.alloc(32)) };
    const keyring = new Keyring(undefined, { accountId: idOf('Dupont'), keys });
    await rows.write('accounts', idOf('Dupont'), keyring.withDataKey(idOf('Dupont'), forged, Buffer.alloc(32)));
    const save = () => founder.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'nouveau' });
    await expect(save()).rejects.toMatchObject({ code: 'credentials.account-altered' });
    await expect(founder.run('rotate-keys', { confirmed: true })).rejects.toMatchObject({ code: 'credentials.account-altered' });
    await expect(founder.run('set-role', { account: 'Dupont', role: 'administrator', confirmed: true })).rejects.toMatchObject({
      code: 'credentials.account-altered',
    });
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    await save();
    const sealed = await rows.read<{ sealed: string; revision: string }>('credentials', idOf('Dupont'));
    expect(openValue(Buffer.alloc(32), ['credentials', idOf('Dupont'), sealed.revision], sealed.sealed)).toBeUndefined();
  });

  test('makes an administrator of a user: who has no key is none', async () => {
    const { store, idOf } = await openOffice();
    const rows = meddler(store);
    const dupont = await rows.read<AccountDocument>('accounts', idOf('Dupont'));
    const administrator = await rows.read<AccountDocument>('accounts', 'administrateur');
    for (const officeKey of [undefined, administrator.officeKey]) {
      await rows.write('accounts', idOf('Dupont'), { ...dupont, role: 'administrator', ...(officeKey && { officeKey }) });
      const user = await signedIn(store, 'Dupont');
      expect(user.session).toMatchObject({ role: 'user' });
      await expect(user.run('show', { account: 'Martin' })).rejects.toMatchObject({ code: 'credentials.account-foreign' });
    }
  });

  test('founds an office of their own in the place of ours: nobody is signed in to it, and the recovery key doesn’t open it', async () => {
    const { store, recoveryKey } = await openOffice();
    const rows = meddler(store);
    const office = await rows.read<OfficeDocument>('office', 'office');
    const own = OfficeKey.create();
    await rows.write('office', 'office', { ...office, publicKey: own.publicKey, recovery: createRecovery(own, RecoveryKey.create()) });
    await expect(signedIn(store, 'Dupont')).rejects.toMatchObject({ code: 'credentials.office-altered' });
    await expect(signedIn(store, 'Administrateur')).rejects.toMatchObject({ code: 'credentials.office-altered' });
    const anyone = await TestWorkstation.start(store);
    await expect(anyone.runTyped('recover', 'Administrateur', 'un autre mot', { recoveryKey })).rejects.toMatchObject({
      code: 'credentials.recovery-key-wrong',
    });
  });

  test('ends the sessions that are open when they do so', async () => {
    const { store, founder } = await openOffice();
    const rows = meddler(store);
    const office = await rows.read<OfficeDocument>('office', 'office');
    await rows.write('office', 'office', { ...office, publicKey: OfficeKey.create().publicKey });
    await expect.poll(() => founder.session).toBeNull();
    expect(founder.notifications.shown.at(-1)?.message.key).toBe('session.ended-altered');
  });

  test('gives an account keys of another office: it is told as altered, not opened', async () => {
    const { store, idOf, founder } = await openOffice();
    const rows = meddler(store);
    const dupont = await rows.read<AccountDocument>('accounts', idOf('Dupont'));
    const parameters = dupont.password as NonNullable<AccountDocument['password']>;
    const foreign = givePassword(
      OfficeKey.create(),
      idOf('Dupont'),
      { name: 'Dupont', role: 'user', createdAt: 0 },
      { key: Buffer.alloc(32), parameters },
    );
    await rows.write('accounts', idOf('Dupont'), foreign);
    await expect(founder.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'x' })).rejects.toMatchObject({
      code: 'credentials.account-altered',
    });
  });

  test('asks for gigabytes to work out a password: the row is left out, told, and the others stay readable', async () => {
    const { store, idOf, founder } = await openOffice();
    const rows = meddler(store);
    const dupont = await rows.read<AccountDocument>('accounts', idOf('Dupont'));
    await rows.write('accounts', idOf('Dupont'), { ...dupont, password: { ...dupont.password, memoryKib: 16 * 1024 * 1024 } });
    await expect.poll(() => founder.state.office.damaged).toEqual([idOf('Dupont')]);
    const other = await TestWorkstation.start(store);
    await expect(other.run('sign-in', { account: 'Dupont', password: 'x' })).rejects.toMatchObject({ code: 'credentials.account-unknown' });
    await founder.run('show', { account: 'Martin' });
    expect(founder.account('Martin')?.detail).toMatchObject({ lastName: 'Martin' });
  });

  test('makes passwords cheap to guess: the right one doesn’t open any more, and the next is as dear as ever', async () => {
    const { store, idOf, founder } = await openOffice();
    const rows = meddler(store);
    const dupont = await rows.read<AccountDocument>('accounts', idOf('Dupont'));
    await rows.write('accounts', idOf('Dupont'), { ...dupont, password: { ...dupont.password, memoryKib: 8 } });
    await expect(signedIn(store, 'Dupont')).rejects.toMatchObject({ code: 'credentials.password-wrong' });
    await founder.runTyped('reset-password', 'Dupont', 'provisoire');
    expect((await rows.read<AccountDocument>('accounts', idOf('Dupont'))).password?.memoryKib).toBe(64);
  });

  test('puts former rows back after the keys were renewed: nothing of them opens', async () => {
    const { store, idOf, founder } = await openOffice();
    const rows = meddler(store);
    const former = {
      credentials: await rows.read<object>('credentials', idOf('Dupont')),
      accounts: await rows.read<object>('accounts', idOf('Dupont')),
    };
    await founder.run('rotate-keys', { confirmed: true });
    await rows.write('credentials', idOf('Dupont'), former.credentials);
    await founder.run('show', { account: 'Dupont' });
    expect(founder.account('Dupont')?.status).toEqual({ kind: 'unreadable' });
    await rows.write('accounts', idOf('Dupont'), former.accounts);
    await founder.run('show', { account: 'Dupont' });
    expect(founder.account('Dupont')?.status).toEqual({ kind: 'unreadable' });
    await expect(signedIn(store, 'Dupont')).rejects.toMatchObject({ code: 'credentials.office-altered' });
  });

  test('spoils a row: it is told by the account’s name, and the others stay readable', async () => {
    const { store, idOf, founder } = await openOffice();
    store.damage('plugin', 'credentials', idOf('Dupont'));
    const here = await signedIn(store, 'Administrateur');
    expect(here.state.office.damaged).toEqual(['Dupont']);
    await here.run('show', { account: 'Martin' });
    expect(here.account('Martin')?.detail).toMatchObject({ lastName: 'Martin' });
    expect(here.account('Dupont')?.status).toEqual({ kind: 'unreadable' });
    await here.run('save', { account: 'Dupont', ...identity, netEntreprisesPassword: 'nouveau' });
    expect(here.account('Dupont')?.status).toEqual({ kind: 'never-tested' });
    expect(founder.session).not.toBeNull();
  });

  test('spoils a row while a workstation is at work: it is told as soon as the account is looked at', async () => {
    const { store, idOf, founder } = await openOffice();
    store.damage('plugin', 'credentials', idOf('Dupont'));
    await founder.run('show', { account: 'Dupont' });
    expect(founder.state.office.damaged).toEqual(['Dupont']);
  });
});
