import { expect, test } from 'vitest';
import { knownStateKinds } from './accounts/account-status.ts';
import type { AccountSummary } from './office-state.ts';
import { packAccounts, unpackAccounts } from './packed-accounts.ts';

const plain: AccountSummary = {
  id: 'dupont',
  name: 'Dupont',
  role: 'user',
  status: { kind: 'incomplete' },
  hasPassword: false,
  isTesting: false,
};

test('summaries come out as they went in', () => {
  const accounts: readonly AccountSummary[] = [
    plain,
    { ...plain, name: '"\n\t\\ \u2028 é 😀', role: 'administrator', hasPassword: true },
    { ...plain, isTesting: true, status: { kind: 'unreadable' }, lockedUntil: 5 },
    { ...plain, status: { kind: 'never-tested' }, agedSince: 7 },
    ...knownStateKinds.map((kind, at): AccountSummary => ({ ...plain, status: { kind, at } })),
  ];
  expect(unpackAccounts(packAccounts(accounts))).toEqual(accounts);
  expect(unpackAccounts(packAccounts([]))).toEqual([]);
});

test('ten thousand accounts with long names fit in a panel’s state', () => {
  const name = 'É'.repeat(64);
  const accounts = Array.from(
    { length: 10_000 },
    (): AccountSummary => ({
      ...plain,
      id: crypto.randomUUID(),
      name,
      status: { kind: 'accepted', at: Date.now() },
      agedSince: Date.now(),
    }),
  );
  expect(JSON.stringify(packAccounts(accounts)).length).toBeLessThan(4 * 1024 * 1024);
});
