import { beforeEach, describe, expect, test, vi } from 'vitest';
import { AuthenticationRegistry } from '../../../core/authentication/authentication-registry.ts';
import { ShellError } from '../../../core/errors.ts';
import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { PluginOrigin } from '../../../core/plugins/plugin-runtime.ts';
import { Secret } from '../../../core/secret.ts';
import type { AuthenticationSessionOptions } from '../../../core/services/authentication-service.ts';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import type { DialogOutcome, DialogQuestion } from '../window/dialog-center.ts';
import { ConsentQuestions } from './consent-questions.ts';
import { ConsentStore } from './consent-store.ts';
import { SessionBroker } from './session-broker.ts';

interface Holder {
  readonly origin: PluginOrigin;
  readonly permissions: Permissions;
}

interface Asked {
  readonly question: DialogQuestion;
  readonly signal: AbortSignal;
  answer(outcome: DialogOutcome['kind']): void;
}

const provider = 'portal';
const names: Record<string, string> = { 1: 'Dupont', 2: 'Martin' };
const asks = { authentication: [provider] };

let storage: MemoryStorage;
let asked: Asked[];
let records: RequestRecord[];
let heard: string[];
let holders: Record<string, Holder>;
let issued: { account: string | undefined; renew: boolean }[];
let nowMs: number;
let registry: AuthenticationRegistry;
let consents: ConsentStore;
let broker: SessionBroker;
let giveSession: () => Promise<void>;

beforeEach(async () => {
  storage = new MemoryStorage();
  asked = [];
  records = [];
  heard = [];
  issued = [];
  nowMs = 1_000;
  holders = { one: { origin: 'installed', permissions: asks }, two: { origin: 'installed', permissions: asks } };
  giveSession = async () => {};
  registry = new AuthenticationRegistry({ activate: async () => {} });
  declareProvider('credentials');
  await start();
});

function declareProvider(plugin: string) {
  const declared = registry.declare(plugin, { id: provider, label: '%portal%' });
  registry.register(plugin, provider, {
    findAccount: async (wanted = '1') => {
      if (!names[wanted]) throw new ShellError('credentials.account-unknown', { account: wanted });
      return { id: wanted, name: names[wanted] };
    },
    getSession: async ({ account = '', renew }) => {
      issued.push({ account, renew });
      await giveSession();
      return { id: `${issued.length}`, account: { id: account, name: names[account] ?? '' }, accessToken: new Secret(`token ${account}`) };
    },
  });
  return declared;
}

/** A host that starts on what was kept. */
async function start() {
  consents = new ConsentStore(storage, (error) => expect.fail(String(error)));
  await consents.load();
  const ask = (_plugin: string, question: DialogQuestion, signal: AbortSignal) =>
    new Promise<DialogOutcome>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
      asked.push({ question, signal, answer: (kind) => resolve({ kind } as DialogOutcome) });
    });
  broker = new SessionBroker({
    ...{
      registry,
      consents,
      requests: { record: (plugin, record) => void records.push({ ...record, origin: `${plugin} ${record.origin}` }) },
    },
    questions: new ConsentQuestions({ ask }, () => nowMs),
    holder: (plugin) => holders[plugin],
    displayName: (plugin) => ({ key: plugin }),
    now: () => nowMs,
  });
  broker.start();
  broker.onDidChangeSessions(({ plugin }) => void heard.push(plugin));
}

const get = (plugin: string, options: AuthenticationSessionOptions = {}, signal = new AbortController().signal) =>
  broker.getSession(plugin, provider, options, signal);

/** The question that comes after so many others. */
function questionAfter(count: number): Promise<Asked> {
  return vi.waitFor(() => asked[count] ?? expect.fail('Nothing was asked'));
}

async function agree(plugin: string, options: AuthenticationSessionOptions = {}) {
  const before = asked.length;
  const session = get(plugin, options);
  (await questionAfter(before)).answer('confirmed');
  return session;
}

async function refuse(plugin: string) {
  const before = asked.length;
  const session = get(plugin);
  (await questionAfter(before)).answer('dismissed');
  return session;
}

describe('the user', () => {
  test('is asked once, in words that name plugin, service and account', async () => {
    const session = await agree('one');
    expect(await session?.accessToken.reveal()).toBe('token 1');
    expect(asked[0]?.question).toMatchObject({
      ...{ kind: 'confirm', isCautious: true, cancelLabel: { key: 'authentication.refuse' } },
      message: { args: { plugin: { key: 'one' }, provider: { key: 'portal', plugin: 'credentials' }, account: 'Dupont' } },
    });
    await get('one');
    expect(asked).toHaveLength(1);
  });

  test('is asked for each plugin and for each account by itself', async () => {
    await agree('one');
    await agree('two');
    await agree('one', { account: '2' });
    expect(asked).toHaveLength(3);
  });

  test('is asked nothing in silence', async () => {
    expect(await get('one', { silent: true })).toBeUndefined();
    expect({ asked, issued, records }).toEqual({ asked: [], issued: [], records: [] });
    await agree('one');
    expect(await get('one', { silent: true })).toMatchObject({ account: { id: '1' } });
  });

  test('is asked once for several requests, which share the answer', async () => {
    const sessions = [get('one'), get('one'), get('one')];
    (await questionAfter(0)).answer('confirmed');
    expect(await Promise.all(sessions)).toHaveLength(3);
    expect({ questions: asked.length, issued: issued.length, consents: consents.list('one').length }).toEqual({
      questions: 1,
      issued: 3,
      consents: 1,
    });
  });

  test('sees the questions of one plugin one after the other, and no more than six', async () => {
    for (let id = 10; id < 20; id += 1) addAccount(String(id));
    const sessions = Array.from({ length: 10 }, (_, index) => get('one', { account: String(10 + index) }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    const refused = await Promise.all(sessions.slice(6));
    expect(refused).toEqual([undefined, undefined, undefined, undefined]);
    expect(asked).toHaveLength(1);
    asked[0]?.answer('dismissed');
    expect(await Promise.all(sessions)).toEqual(Array(10).fill(undefined));
    expect(asked).toHaveLength(1);
  });

  test('who refuses gives no session, and is left in peace for longer each time', async () => {
    expect(await refuse('one')).toBeUndefined();
    expect(await get('one')).toBeUndefined();
    expect(asked).toHaveLength(1);
    nowMs += 2_000;
    await refuse('one');
    nowMs += 2_000;
    expect(await get('one', { account: '2' })).toBeUndefined();
    nowMs += 28_000;
    await refuse('one');
    nowMs += 60_000;
    expect(await get('one')).toBeUndefined();
    expect(asked).toHaveLength(3);
    nowMs += 240_000;
    expect(await agree('one')).toBeDefined();
    expect(issued).toHaveLength(1);
  });

  test('who isn’t there can’t be asked, and that is said', async () => {
    const ask = () => Promise.reject(new ShellError('dialog.no-window'));
    broker = new SessionBroker({
      ...{ registry, consents, requests: { record: () => {} }, holder: (plugin) => holders[plugin], displayName: (key) => ({ key }) },
      questions: new ConsentQuestions({ ask }),
    });
    await expect(get('one')).rejects.toMatchObject({ code: 'dialog.no-window' });
  });

  test('has the question taken away when the last who waits for it has left', async () => {
    const leaving = new AbortController();
    const session = get('one', {}, leaving.signal);
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    leaving.abort();
    await expect(session).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked[0]?.signal.aborted).toBe(true);
    nowMs += 1;
    await agree('one');
  });
});

describe('an agreement', () => {
  beforeEach(() => agree('one'));

  test('outlives the host, with how often and when it was used', async () => {
    nowMs = 2_000;
    await get('one');
    await consents.flush();
    await start();
    expect(await get('one', { silent: true })).toBeDefined();
    expect(broker.list('one')).toMatchObject([
      { provider, account: '1', accountName: 'Dupont', grantedAt: 1_000, lastUsedAt: 2_000, useCount: 3 },
    ]);
  });

  test('that is taken back ends sessions, is told to its plugin alone, and is asked for again', async () => {
    await broker.revoke('one', provider, '1');
    expect(await get('one', { silent: true })).toBeUndefined();
    expect(heard).toEqual(['one']);
    await start();
    expect(broker.list('one')).toEqual([]);
    await agree('one');
    expect(asked).toHaveLength(2);
  });

  test('that is taken back while the provider is busy gives nothing', async () => {
    const busy = Promise.withResolvers<void>();
    giveSession = () => busy.promise;
    const session = get('one');
    await vi.waitFor(() => expect(issued).toHaveLength(2));
    await broker.revoke('one', provider, '1');
    busy.resolve();
    expect(await session).toBeUndefined();
  });

  test.each<[string, Holder]>([
    ['can do more than before', { origin: 'installed', permissions: { ...asks, network: ['https://a.example'] } }],
    ['comes from elsewhere', { origin: 'development', permissions: asks }],
    ['may ask for the provider no more', { origin: 'installed', permissions: {} }],
  ])('ends for a plugin that %s, and doesn’t come back', async (_what, changed) => {
    const before = holders.one as Holder;
    holders.one = changed;
    expect(await get('one', { silent: true })).toBeUndefined();
    expect(broker.list('one')).toEqual([]);
    await broker.permissionsChanged('one');
    holders.one = before;
    expect(await get('one', { silent: true })).toBeUndefined();
  });

  test('holds for a plugin that may do less', async () => {
    holders.one = { origin: 'installed', permissions: { ...asks, secrets: true } };
    await agree('one');
    holders.one = { origin: 'installed', permissions: asks };
    await broker.permissionsChanged('one');
    expect(await get('one', { silent: true })).toBeDefined();
  });

  test('to what one plugin answers is none to what another does', async () => {
    const other = new AuthenticationRegistry({ activate: async () => {} });
    registry = other;
    declareProvider('stranger');
    await start();
    expect(await get('one', { silent: true })).toBeUndefined();
  });

  test('of a plugin under development ends with the host', async () => {
    holders.one = { origin: 'development', permissions: asks };
    nowMs += 10_000;
    await agree('one');
    await start();
    expect(await get('one', { silent: true })).toBeUndefined();
  });

  test('that was tampered with on the disk is none', async () => {
    await storage.write([{ collection: 'authenticationConsents', id: 'one', value: [{ provider, account: '1' }] }]);
    await start();
    expect(await get('one', { silent: true })).toBeUndefined();
  });
});

test('what changes while the question is open was not agreed to', async () => {
  const session = get('one');
  const question = await questionAfter(0);
  holders.one = { origin: 'installed', permissions: { ...asks, network: ['https://elsewhere.example'] } };
  question.answer('confirmed');
  expect(await session).toBeUndefined();
  expect(issued).toEqual([]);
});

describe('a provider’s change of sessions', () => {
  test('is told to the plugins that hold sessions of that account', async () => {
    await agree('one');
    await agree('two', { account: '2' });
    registry.sessionsChanged('credentials', provider, '2');
    expect(heard).toEqual(['two']);
    registry.sessionsChanged('credentials', provider);
    expect(heard).toEqual(['two', 'one', 'two']);
  });
});

test('the journal of requests tells what was asked, by whom, and what came of it; never a token', async () => {
  await agree('one');
  await refuse('two');
  await broker.revoke('one', provider, '1');
  await expect(get('one', { account: '9' })).rejects.toMatchObject({ code: 'credentials.account-unknown' });
  expect(records.map(({ origin, path, cause, method }) => [method, origin, path, cause])).toEqual([
    ['SESSION', 'one portal', '/Dupont', 'session-given'],
    ['SESSION', 'two portal', '/Dupont', 'session-refused'],
    ['SESSION', 'one portal', '/Dupont', 'session-revoked'],
    ['SESSION', 'one portal', '', 'credentials.account-unknown'],
  ]);
  expect(JSON.stringify(records)).not.toContain('token');
});

function addAccount(id: string): void {
  names[id] = `Account ${id}`;
}
