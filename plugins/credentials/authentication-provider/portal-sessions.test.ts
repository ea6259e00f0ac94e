import { Secret, ShellError } from 'boule-bleue';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { PortalAccess, PortalAccount } from './portal-access.ts';
import { PortalSessions } from './portal-sessions.ts';

const credentials = { siret: '12345678901234', lastName: 'Dupont', firstName: 'Anne', password: 'Secret1!' };
const lifetimeMs = 7_200_000;

let account: PortalAccount;
let isUsable: boolean;
let nowMs: number;
let attempts: number;
let answer: () => Promise<AuthenticationOutcome>;
let ended: string[];
let access: Pick<PortalAccess, 'name' | 'find' | 'signIn'>;
let sessions: PortalSessions;

beforeEach(() => {
  account = { id: '1', name: 'Dupont', revision: 'a', credentials };
  isUsable = true;
  nowMs = 1_000_000;
  attempts = 0;
  ended = [];
  answer = async () => ({ kind: 'accepted', token: new Secret(`token ${attempts}`), expiresAt: nowMs + lifetimeMs });
  const find = async () => {
    if (!isUsable) throw new ShellError('credentials.account-foreign', { account: account.name });
    return account;
  };
  const signIn = () => {
    attempts += 1;
    return answer();
  };
  access = { name: find, find, signIn };
  sessions = new PortalSessions(access, { ended: (id) => void ended.push(id), attempted: () => {} }, () => nowMs);
});

const get = ({ renew = false, signal = new AbortController().signal } = {}) => sessions.getSession({ account: '1', renew, signal });
const tokenOf = async (options = {}) => (await get(options)).accessToken.reveal();

test('a token is kept until shortly before its end, and no longer', async () => {
  expect(await get()).toMatchObject({ account: { id: '1', name: 'Dupont' }, expiresAt: nowMs + lifetimeMs });
  nowMs += lifetimeMs - 60_001;
  expect(await tokenOf()).toBe('token 1');
  nowMs += 1;
  expect(await tokenOf()).toBe('token 2');
});

test('a token whose end nobody knows is kept for ten minutes', async () => {
  answer = async () => ({ kind: 'accepted', token: new Secret(`token ${attempts}`) });
  expect(await get()).not.toHaveProperty('expiresAt');
  nowMs += 10 * 60_000 - 1;
  expect(await tokenOf()).toBe('token 1');
  nowMs += 1;
  expect(await tokenOf()).toBe('token 2');
});

test('all who want one at once share one attempt', async () => {
  const tokens = await Promise.all([tokenOf(), tokenOf(), tokenOf({ renew: true })]);
  expect({ tokens, attempts }).toEqual({ tokens: ['token 1', 'token 1', 'token 1'], attempts: 1 });
});

test('an attempt that was sent goes on for the others when one of them leaves', async () => {
  const answered = Promise.withResolvers<AuthenticationOutcome>();
  answer = () => answered.promise;
  const leaving = new AbortController();
  const leaves = get({ signal: leaving.signal });
  await vi.waitFor(() => expect(attempts).toBe(1));
  leaving.abort();
  const stays = tokenOf();
  answered.resolve({ kind: 'accepted', token: new Secret('token') });
  expect([await stays, await (await leaves).accessToken.reveal()]).toEqual(['token', 'token']);
});

describe('a refused token', () => {
  test('is asked for anew once, for all who were refused it', async () => {
    await get();
    nowMs += 600_000;
    expect(await Promise.all([tokenOf({ renew: true }), tokenOf({ renew: true })])).toEqual(['token 2', 'token 2']);
    nowMs += 59_999;
    expect(await tokenOf({ renew: true })).toBe('token 2');
    nowMs += 1;
    expect(await tokenOf({ renew: true })).toBe('token 3');
  });
});

describe('credentials', () => {
  test.each(['refused', 'expired', 'blocked'] as const)('known to be %s are never sent', async (known) => {
    account = { ...account, known };
    await expect(get()).rejects.toMatchObject({ code: 'credentials.session-withheld', details: { account: 'Dupont', outcome: known } });
    await expect(get({ renew: true })).rejects.toMatchObject({ code: 'credentials.session-withheld' });
    expect(attempts).toBe(0);
  });

  test.each(['accepted', 'not-registered'] as const)('known to be %s are', async (known) => {
    account = { ...account, known };
    expect(await tokenOf()).toBe('token 1');
  });

  test.each([
    ['refused', 'refused'],
    ['unavailable', 'unavailable'],
    ['too-many', 'tooMany'],
  ] as const)('that are %s now are not sent again at once', async (kind, word) => {
    answer = async () => ({ kind });
    const failed = { code: 'credentials.session-failed', details: { outcome: word } };
    await expect(get()).rejects.toMatchObject(failed);
    nowMs += 29_999;
    await expect(get({ renew: true })).rejects.toMatchObject(failed);
    expect(attempts).toBe(1);
    nowMs += 1;
    await expect(get()).rejects.toMatchObject(failed);
    expect(attempts).toBe(2);
  });

  test('that were corrected are tried at once', async () => {
    answer = async () => ({ kind: 'refused' });
    await expect(get()).rejects.toMatchObject({ code: 'credentials.session-failed' });
    answer = async () => ({ kind: 'accepted', token: new Secret('better') });
    account = { ...account, revision: 'b' };
    expect(await tokenOf()).toBe('better');
  });
});

describe('sessions end', () => {
  beforeEach(() => get());

  test('when the credentials are others, which is told', async () => {
    account = { ...account, revision: 'b' };
    await sessions.refresh();
    expect(ended).toEqual(['1']);
    expect(await tokenOf()).toBe('token 2');
  });

  test('when the account may not be used any more', async () => {
    isUsable = false;
    await sessions.refresh();
    expect(ended).toEqual(['1']);
    await expect(get()).rejects.toMatchObject({ code: 'credentials.account-foreign' });
    isUsable = true;
    expect(await tokenOf()).toBe('token 2');
  });

  test('not when the accounts are out of reach for a while', async () => {
    const { find } = access;
    access.find = () => Promise.reject(new ShellError('shared-storage.unreachable'));
    await sessions.refresh();
    access.find = find;
    expect(ended).toEqual([]);
    expect(await tokenOf()).toBe('token 1');
  });

  test('not when nothing of theirs changed', async () => {
    await sessions.refresh();
    expect(ended).toEqual([]);
    expect(await tokenOf()).toBe('token 1');
  });

  test('at once for whoever asks, though nobody has told of the change yet', async () => {
    account = { ...account, revision: 'b' };
    expect(await tokenOf()).toBe('token 2');
  });
});

test('credentials that change while the portal answers leave no token behind', async () => {
  const answered = Promise.withResolvers<AuthenticationOutcome>();
  answer = () => answered.promise;
  const former = tokenOf();
  await vi.waitFor(() => expect(attempts).toBe(1));
  account = { ...account, revision: 'b' };
  answer = async () => ({ kind: 'accepted', token: new Secret('of the new') });
  expect(await tokenOf()).toBe('of the new');
  answered.resolve({ kind: 'accepted', token: new Secret('of the former') });
  expect(await former).toBe('of the former');
  expect(await tokenOf()).toBe('of the new');
});
