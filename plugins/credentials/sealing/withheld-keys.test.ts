import { Secret } from 'boule-bleue';
import { describe, expect, test, vi } from 'vitest';
import { MemorySharedStorage, MemorySharedStore } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';
import type { AccountDocument } from '../accounts/documents.ts';
import { HolderKeys } from './key-holder.ts';
import { PasswordKeys } from './password-key.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise', netEntreprisesPassword: 'portail' };
const password = 'secret de Dupont';

async function withPassword(location?: 'network') {
  const store = new MemorySharedStore(location);
  const founder = await TestWorkstation.start(store, { name: 'poste-1' });
  await founder.run('add-account', { name: 'Dupont' });
  await founder.runTyped('save', 'Dupont', password, identity);
  return { store, founder };
}

/** The same documents in a réseau's database, as `storage move` brings them there. */
function moveToNetwork(store: MemorySharedStore): MemorySharedStore {
  const network = new MemorySharedStore('network');
  for (const [plugin, documents] of store.documents) network.documents.set(plugin, new Map(documents));
  return network;
}

/** Whether somebody who guesses right would see it by what is stored. */
async function showsRightGuess({ store, founder }: Awaited<ReturnType<typeof withPassword>>, guess = password): Promise<boolean> {
  const id = founder.account('Dupont')?.id ?? '';
  const rows = new MemorySharedStorage(store, 'the thief');
  const { holder, password: parameters } = (await rows.get<never>('accounts', id))?.value ?? ({} as AccountDocument);
  if (!holder || !parameters) throw new Error('There is no password to guess.');
  return HolderKeys.open(id, holder, await new PasswordKeys().derive(new Secret(guess), parameters)) !== undefined;
}

const journalled = (store: MemorySharedStore, action: string) => store.journal.filter((entry) => entry.action === action).length;

describe('a chosen password', () => {
  test('leaves nothing on a single workstation that a guess could be tried against', async () => {
    const office = await withPassword();
    expect(await showsRightGuess(office)).toBe(false);
    await office.founder.run('rotate-keys', { confirmed: true });
    expect(await showsRightGuess(office)).toBe(false);
    await office.founder.runTyped('reset-password', 'Dupont', 'un autre secret');
    expect(await showsRightGuess(office, 'un autre secret')).toBe(false);
  });

  test('is known again to the workstation: the same one is no change, after new keys too', async () => {
    const { store, founder } = await withPassword();
    await founder.run('rotate-keys', { confirmed: true });
    const restarted = await founder.restart();
    await restarted.runTyped('save', 'Dupont', password);
    expect(journalled(store, 'credentials.password-changed')).toBe(0);
    await restarted.runTyped('save', 'Dupont', 'un autre secret');
    expect(journalled(store, 'credentials.password-changed')).toBe(1);
  });

  test('opens its account on every workstation of a réseau, before the administrator has protected it too', async () => {
    const { store } = await withPassword('network');
    const other = await TestWorkstation.start(store, { name: 'poste-2' });
    await other.run('sign-in', { account: 'Dupont', password });
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject({ lastName: 'Dupont', hasNetEntreprisesPassword: true });
  });

  test('that was moved into a réseau opens nothing elsewhere until its workstation was started there, and isn’t counted as wrong', async () => {
    const { store, founder } = await withPassword();
    const network = moveToNetwork(store);
    const other = await TestWorkstation.start(network, { name: 'poste-2' });
    const signIn = () => other.run('sign-in', { account: 'Dupont', password });
    for (let count = 0; count < 6; count += 1) await expect(signIn()).rejects.toMatchObject({ code: 'credentials.password-withheld' });
    const moved = await TestWorkstation.start(network, { name: 'poste-1', folder: founder.folder });
    expect(await showsRightGuess({ store: network, founder: moved })).toBe(true);
    await vi.waitFor(signIn);
    await other.run('show', { account: 'Dupont' });
    expect(other.account('Dupont')?.detail).toMatchObject({ lastName: 'Dupont', hasNetEntreprisesPassword: true });
  });
});
