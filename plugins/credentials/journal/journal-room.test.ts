import { Secret } from 'boule-bleue';
import { describe, expect, test, vi } from 'vitest';
import { MemoryCommands, MemorySharedStorage, MemorySharedStore } from '../../../test/support/memory-services/index.ts';
import { TestWorkstation } from '../../../test/support/test-workstation.ts';
import type { JournalFinding, JournalPage, JournalPanelState } from './journal-state.ts';

/** A workstation with its journal. */
async function open(store = new MemorySharedStore('network'), name = 'poste-1') {
  const workstation = await TestWorkstation.start(store, { name });
  const commands = new MemoryCommands();
  const { journal } = workstation.services;
  journal.register(commands);
  journal.start();
  await vi.waitFor(() => expect(workstation.panels.states).toHaveProperty(['credentials.journal']));
  return {
    workstation,
    store,
    read: (request: object = {}) => commands.execute('credentials.read-journal', request) as Promise<JournalPage>,
    verify: () => commands.execute('credentials.verify-journal') as Promise<JournalFinding>,
    state: () => workstation.panels.states['credentials.journal'] as JournalPanelState,
  };
}

const password = { password: new Secret('Impact!2026'), confirmation: new Secret('Impact!2026') };
const actionsOf = ({ entries }: JournalPage) =>
  entries.map(({ sentence }) => (sentence.args as { readonly what: { readonly key: string } }).what.key.replace('journal.did.', ''));

describe('the journal of a réseau', () => {
  test('is whole for the administrator, and for an ordinary user what is about themselves', async () => {
    const office = await open();
    const { administration, signIn, protection } = office.workstation.services;
    await administration.add('Dupont');
    await administration.add('Martin');
    await protection.protect({ account: 'Administrateur', ...password });
    const all = actionsOf(await office.read());
    expect(all).toEqual(expect.arrayContaining(['account-added', 'office-founded', 'office-protected']));
    const other = await open(office.store, 'poste-2');
    expect(other.state().access).toBe('signed-out');
    await expect(other.read()).rejects.toMatchObject({ code: 'credentials.sign-in-required' });
    await other.workstation.services.signIn.signIn({ account: 'Dupont', ...password });
    await vi.waitFor(() => expect(other.state()).toMatchObject({ access: 'open', isAdministrator: false }));
    const own = await other.read();
    expect(actionsOf(own)).toEqual(['password-chosen', 'account-added']);
    expect(JSON.stringify(own)).not.toContain('Martin');
    await signIn.signOut();
    await vi.waitFor(() => expect(office.state().access).toBe('signed-out'));
  });

  test('tells its panel that there is more to read, whoever wrote it', async () => {
    const office = await open();
    const other = await open(office.store, 'poste-2');
    const { version } = other.state();
    await office.workstation.services.administration.add('Dupont');
    await vi.waitFor(() => expect(other.state().version).toBeGreaterThan(version));
  });

  test('is verified by anybody, and out of reach says so', async () => {
    const office = await open();
    const other = await open(office.store, 'poste-2');
    expect(await other.verify()).toMatchObject({ ok: true, entryCount: 1 });
    office.store.problem = 'shared-storage.unreachable';
    await vi.waitFor(() => expect(other.state().access).toBe('unreachable'));
    await expect(other.verify()).rejects.toMatchObject({ code: 'shared-storage.unreachable' });
  });
});

test('a broken chain is a finding, and an error in the log', async () => {
  const office = await open();
  const verdict = { ok: false, entryCount: 3, problem: 'missing', sequence: 2 } as const;
  vi.spyOn(MemorySharedStorage.prototype, 'verifyJournal').mockResolvedValueOnce(verdict);
  expect(await office.verify()).toMatchObject({ ...verdict, actor: 'user' });
  expect(office.workstation.log.lines).toContainEqual(expect.objectContaining({ level: 'error', fields: verdict }));
});
