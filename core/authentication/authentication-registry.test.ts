import { beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../secret.ts';
import type { AuthenticationProvider } from '../services/authentication-provider-service.ts';
import { AuthenticationRegistry, type SessionsChange } from './authentication-registry.ts';

const account = { id: '1', name: 'Dupont' };
const session = { id: 's', account, accessToken: new Secret('token') };
const answers: AuthenticationProvider = { findAccount: async () => account, getSession: async () => session };
const never = new AbortController().signal;

let activated: string[];
let registry: AuthenticationRegistry;

beforeEach(() => {
  activated = [];
  registry = new AuthenticationRegistry({
    activate: async (event) => void activated.push(event),
    ...{ accountTimeoutMs: 20, sessionTimeoutMs: 20 },
  });
  registry.declare('owner', { id: 'portal', label: 'Portal' });
});

const getSession = (signal = never) => registry.getSession('portal', '1', false, signal);

test('the plugin that contributes a provider is activated, and asked', async () => {
  const asked: unknown[] = [];
  registry.register('owner', 'portal', {
    findAccount: async (wanted) => ({ ...account, name: wanted ?? 'its choice', password: 'no business of ours' }),
    getSession: async ({ signal: _signal, ...request }) => {
      asked.push(request);
      return { ...session, expiresAt: 5 };
    },
  });
  expect(await registry.findAccount('portal', undefined, never)).toEqual({ id: '1', name: 'its choice' });
  expect(await registry.getSession('portal', '1', true, never)).toEqual({ ...session, expiresAt: 5 });
  expect(asked).toEqual([{ account: '1', renew: true }]);
  expect(activated).toEqual(['onAuthenticationRequest:portal', 'onAuthenticationRequest:portal']);
});

describe('names', () => {
  test('a provider belongs to the first that contributes it, until it goes', () => {
    const declared = registry.declare('owner', { id: 'second', label: '' });
    const again = () => registry.declare('other', { id: 'second', label: '' });
    expect(again).toThrow(expect.objectContaining({ code: 'authentication.provider-duplicate' }));
    declared.dispose();
    expect(again).not.toThrow();
  });

  test('nobody answers for another’s provider, nor speaks of its sessions', () => {
    const foreign = expect.objectContaining({ code: 'authentication.provider-not-declared' });
    expect(() => registry.register('other', 'portal', answers)).toThrow(foreign);
    expect(() => registry.sessionsChanged('other', 'portal')).toThrow(foreign);
    expect(() => registry.register('owner', 'missing', answers)).toThrow(foreign);
  });

  test('one provider has one plugin’s answers at a time', () => {
    const registered = registry.register('owner', 'portal', answers);
    const again = () => registry.register('owner', 'portal', answers);
    expect(again).toThrow(expect.objectContaining({ code: 'authentication.provider-duplicate' }));
    registered.dispose();
    expect(registry.answeredCount).toBe(0);
    expect(again).not.toThrow();
  });
});

test('a change of sessions names its provider, and the account where it is one account’s', () => {
  const heard: SessionsChange[] = [];
  registry.onDidChangeSessions((change) => void heard.push(change));
  registry.sessionsChanged('owner', 'portal');
  registry.sessionsChanged('owner', 'portal', '1');
  expect(heard).toEqual([{ provider: 'portal' }, { provider: 'portal', account: '1' }]);
});

describe('a provider that is of no help', () => {
  const register = (own: Partial<AuthenticationProvider>) => registry.register('owner', 'portal', { ...answers, ...own });

  test('is unknown, or gives no answers', async () => {
    await expect(registry.findAccount('missing', undefined, never)).rejects.toMatchObject({ code: 'authentication.provider-unknown' });
    await expect(getSession()).rejects.toMatchObject({ code: 'authentication.without-answers', details: { plugin: 'owner' } });
  });

  test('that never answers is given up, and told so', async () => {
    let given: AbortSignal | undefined;
    register({
      findAccount: () => new Promise(() => {}),
      getSession: ({ signal }) => {
        given = signal;
        return new Promise(() => {});
      },
    });
    const late = { code: 'authentication.timeout', details: { plugin: 'owner', provider: 'portal', timeoutMs: 20 } };
    await expect(registry.findAccount('portal', '1', never)).rejects.toMatchObject(late);
    await expect(getSession()).rejects.toMatchObject(late);
    expect(given?.aborted).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['a token that is no secret', { ...session, accessToken: 'token' }],
    ['a session of another account', { ...session, account: { id: '2', name: 'Martin' } }],
    ['a session without account', { id: 's', accessToken: session.accessToken }],
    ['an end that is no time', { ...session, expiresAt: Number.NaN }],
    ['an endless name', { ...session, account: { id: '1', name: 'n'.repeat(257) } }],
  ])('answers with %s', async (_what, answer) => {
    register({ getSession: async () => answer as never });
    await expect(getSession()).rejects.toMatchObject({ code: 'authentication.answer-invalid', details: { plugin: 'owner' } });
  });

  test('fails by a bug of its own', async () => {
    register({ getSession: () => Promise.reject(new TypeError('bug')) });
    await expect(getSession()).rejects.toMatchObject({ code: 'plugin.fault', details: { plugin: 'owner' } });
  });

  test('goes while it is asked', async () => {
    const registered = register({ getSession: () => new Promise(() => {}) });
    const asked = getSession();
    await Promise.resolve();
    await Promise.resolve();
    registered.dispose();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('is left by who asked for it', async () => {
    register({ getSession: () => new Promise(() => {}) });
    const leaving = new AbortController();
    const asked = getSession(leaving.signal);
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
