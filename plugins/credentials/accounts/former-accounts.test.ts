import { Secret, ShellError } from 'boule-bleue';
import { describe, expect, test } from 'vitest';
import { MemorySecrets, MemorySharedStore, MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';

const netEntreprises = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise', password: 'portail' };

/** What a version before the shared storage left on a workstation. */
async function formerFolder() {
  const folder = { storage: new MemoryStorage(), secrets: new MemorySecrets() };
  const knownState = { revision: 'r1', kind: 'accepted', at: 5, acceptedAt: 5 };
  await folder.storage.write([
    { collection: 'accounts', id: 'administrateur', value: { name: 'Chef', createdAt: 1 } },
    { collection: 'accounts', id: 'd', value: { name: 'Dupont', createdAt: 2, knownState, passwordChangedAt: 3 } },
    { collection: 'accounts', id: 'm', value: { name: 'Martin', createdAt: 3 } },
  ]);
  const sealed = { revision: 'r1', password: 'impact', netEntreprises, lastSuccess: { siret: '1', lastName: 'D', firstName: 'É', at: 4 } };
  await folder.secrets.set('account.d', new Secret(JSON.stringify(sealed)));
  return folder;
}

async function expectImported(workstation: TestWorkstation): Promise<void> {
  expect(workstation.names).toEqual(['Chef', 'Dupont', 'Martin']);
  expect(workstation.account('Chef')).toMatchObject({ role: 'administrator' });
  expect(workstation.account('Dupont')).toMatchObject({ role: 'user', hasPassword: true, status: { kind: 'accepted', at: 5 } });
  const { credentials, account } = await workstation.services.accounts.find('Dupont');
  expect(credentials).toMatchObject({ revision: 'r1', netEntreprises, lastSuccess: { at: 4 } });
  expect(account.passwordChangedAt).toBe(3);
}

describe('accounts saved by a former version', () => {
  test('are taken over with all that was known, once, and then removed from where they were', async () => {
    const folder = await formerFolder();
    const workstation = await TestWorkstation.start(new MemorySharedStore(), { folder });
    await expectImported(workstation);
    expect(await folder.storage.list('accounts')).toEqual([]);
    expect((await folder.secrets.list()).filter((name) => name.startsWith('account.'))).toEqual([]);
    await expectImported(await workstation.restart());
    expect(workstation.store.journal.filter(({ action }) => action === 'credentials.accounts-imported')).toHaveLength(1);
  });

  test('keep their password for the day on which the accounts are shared', async () => {
    const store = new MemorySharedStore('network');
    await TestWorkstation.start(store, { folder: await formerFolder() });
    const other = await TestWorkstation.start(store, { name: 'poste-2' });
    await other.run('sign-in', { account: 'Dupont', password: 'impact' });
    expect(other.session).toMatchObject({ name: 'Dupont' });
  });

  test.each(['set', 'delete', 'write'] as const)('are lost by no interruption: %s fails, and the next start goes on', async (method) => {
    const folder = await formerFolder();
    const service = method === 'write' ? folder.storage : folder.secrets;
    const original = service[method as never] as (...args: unknown[]) => unknown;
    Object.assign(service, {
      [method]: async () => {
        throw new Error('the power was cut');
      },
    });
    const store = new MemorySharedStore();
    await expect(TestWorkstation.start(store, { folder })).rejects.toThrow('the power was cut');
    Object.assign(service, { [method]: original });
    await expectImported(await TestWorkstation.start(store, { folder }));
    expect(await folder.storage.list('accounts')).toEqual([]);
  });

  test('wait where the store is out of reach', async () => {
    const folder = await formerFolder();
    const store = new MemorySharedStore('network');
    store.problem = 'shared-storage.unreachable';
    const workstation = await TestWorkstation.start(store, { folder });
    expect(await folder.storage.list('accounts')).toHaveLength(3);
    store.problem = undefined;
    await expect.poll(() => workstation.names).toEqual(['Chef', 'Dupont', 'Martin']);
  });

  test('stay where they are when another workstation has founded the réseau', async () => {
    const store = new MemorySharedStore('network');
    await TestWorkstation.start(store);
    const folder = await formerFolder();
    const late = await TestWorkstation.start(store, { name: 'poste-2', folder });
    expect(late.names).toEqual(['Administrateur']);
    expect(await folder.storage.list('accounts')).toHaveLength(3);
    expect(await folder.secrets.list()).toEqual(['account.d']);
  });

  test('are taken over without what can’t be read, which stays and is quoted nowhere', async () => {
    const folder = await formerFolder();
    await folder.storage.write([{ collection: 'accounts', id: 'broken', value: { name: '' } }]);
    const { get } = folder.secrets;
    folder.secrets.get = async (name: string) => {
      if (name === 'account.d') throw new ShellError('secret.unreadable' as never, {});
      return get.call(folder.secrets, name);
    };
    await folder.secrets.set('account.m', new Secret('Azerty1!'));
    const workstation = await TestWorkstation.start(new MemorySharedStore(), { folder });
    expect(workstation.names).toEqual(['Chef', 'Dupont', 'Martin']);
    expect((await folder.secrets.list()).filter((name) => name.startsWith('account.'))).toEqual(['account.d', 'account.m']);
    expect((await folder.storage.list('accounts')).map(({ id }) => id)).toEqual(['broken']);
    expect(workstation.seen).not.toContain('Azerty1!');
  });
});

test('of two workstations that find an empty store at once one founds the réseau', async () => {
  const store = new MemorySharedStore('network');
  const [one, two] = await Promise.all([
    TestWorkstation.start(store, { name: 'poste-1' }),
    TestWorkstation.start(store, { name: 'poste-2' }),
  ]);
  await expect.poll(() => [one.session, two.session].filter((session) => session !== null)).toHaveLength(1);
  expect([...(await one.folder.secrets.list()), ...(await two.folder.secrets.list())]).toHaveLength(1);
  expect(one.names).toEqual(['Administrateur']);
});
