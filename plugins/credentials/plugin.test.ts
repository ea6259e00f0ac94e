import { Secret, type Serialisable, ShellError } from 'boule-bleue';
import { describe, expect, test, vi } from 'vitest';
import {
  MemoryAuthenticationProviders,
  MemoryCommands,
  MemoryDialogs,
  MemoryFiles,
  MemoryHooks,
  MemoryLog,
  MemoryNotifications,
  MemoryPanels,
  MemorySecrets,
  MemorySettings,
  MemorySharedStorage,
  MemorySharedStore,
  MemoryStorage,
} from '../../test/support/memory-services/index.ts';
import { ScriptedPortal } from '../../test/support/memory-services/scripted-portal.ts';
import type { AccountDetail, AccountSummary, OfficePanelState } from './office-state.ts';
import { unpackAccounts } from './packed-accounts.ts';
import CredentialsPlugin from './plugin.ts';
import type { TestResult } from './verification/connection-tester.ts';

const refused = { status: 401, headers: { 'www-authenticate': 'Basic realm="net-entreprises.fr"' } };
const accepted = { status: 200, body: btoa('token of the portal') };
const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };
const password = 'Azerty<&>1';

interface Kept {
  readonly store: MemorySharedStore;
  readonly storage: MemoryStorage;
  readonly secrets: MemorySecrets;
  readonly settings: MemorySettings;
}

function keep(given: Partial<Kept> = {}): Kept {
  return {
    store: new MemorySharedStore(),
    storage: new MemoryStorage(),
    secrets: new MemorySecrets(),
    settings: new MemorySettings(),
    ...given,
  };
}

async function setUp(kept: Kept = keep()) {
  const commands = new MemoryCommands();
  const hooks = new MemoryHooks({ 'accounts.list': 'bail', 'connection.check': 'parallel' });
  const panels = new MemoryPanels();
  const dialogs = new MemoryDialogs();
  const network = new ScriptedPortal();
  const log = new MemoryLog();
  const providers = new MemoryAuthenticationProviders();
  const { storage, secrets, settings } = kept;
  const notifications = new MemoryNotifications();
  const shared = new MemorySharedStorage(kept.store);
  const keeping = [shared, storage, secrets, settings] as const;
  await new CredentialsPlugin(
    commands,
    hooks,
    panels,
    dialogs,
    notifications,
    new MemoryFiles(),
    ...keeping,
    network,
    log,
    providers,
  ).activate();
  await commands.execute('credentials.show', { account: 'Administrateur' });
  const state = () => panels.states['credentials.accounts'] as unknown as OfficePanelState;
  const accounts = () => unpackAccounts(state().accounts);
  return {
    ...kept,
    hooks,
    panels,
    dialogs,
    network,
    log,
    providers,
    session: (renew = false) => {
      const { signal } = new AbortController();
      return providers.get('net-entreprises').getSession({ account: 'administrateur', renew, signal });
    },
    restart: (changed: Partial<Kept> = {}) => setUp({ ...kept, ...changed }),
    /** The ids of a collection's documents. */
    stored: async (collection: string) => (await shared.list(collection)).documents.map(({ id }) => id),
    read: async <T extends Serialisable>(collection: string) => (await shared.get<T>(collection, 'administrateur'))?.value,
    accounts,
    account(name = 'Administrateur') {
      const summary = accounts().find((account) => account.name === name) as AccountSummary;
      return { ...summary, ...(state().details[summary.id] as AccountDetail) };
    },
    run: (command: string, args: object = {}) => commands.execute(`credentials.${command}`, args) as Promise<never>,
    test: (typed: object = {}) => commands.execute('credentials.test', typed) as Promise<TestResult>,
    save: (typed: object = {}) => commands.execute('credentials.save', { account: 'Administrateur', ...typed }) as Promise<void>,
    sentBody: () => (network.requests[0]?.body as Secret | undefined)?.reveal(),
    ticks: () => hooks.call('connection.check', {}) as Promise<{ value: { ok: boolean; sentence: { key: string } }[] }[]>,
  };
}

const typed = (secret = password) => ({ ...identity, netEntreprisesPassword: new Secret(secret) });

describe('accounts', () => {
  test('are told to others by name alone', async () => {
    const shell = await setUp();
    await shell.save({ ...typed(), password: new Secret('p'), confirmation: new Secret('p') });
    await shell.run('add-account', { name: 'Paie' });
    const answer = await shell.hooks.call('accounts.list', {});
    expect(answer).toEqual({
      plugin: 'test',
      value: [
        { id: 'administrateur', name: 'Administrateur' },
        { id: expect.any(String), name: 'Paie' },
      ],
    });
  });

  test('a fresh installation has « Administrateur », and only that', async () => {
    const shell = await setUp();
    expect(shell.accounts()).toMatchObject([{ name: 'Administrateur', status: { kind: 'incomplete' }, hasPassword: false }]);
    expect((await shell.restart()).accounts()).toHaveLength(1);
  });

  test('Dupont and Martin are added, renamed and removed, and stay so', async () => {
    const shell = await setUp();
    await shell.run('add-account', { name: ' Dupond ' });
    await shell.run('add-account', { name: 'Martin' });
    await shell.run('rename-account', { account: 'Dupond', name: 'Dupont' });
    await shell.run('remove-account', { account: 'Martin', confirmed: true });
    expect((await shell.restart()).accounts().map(({ name }) => name)).toEqual(['Administrateur', 'Dupont']);
  });

  test.each([
    ['', 'credentials.account-name-invalid'],
    ['x'.repeat(65), 'credentials.account-name-invalid'],
    ['a\u200bb', 'credentials.account-name-invalid'],
    ['administrateur', 'credentials.account-name-taken'],
  ])('the name %j is refused', async (name, code) => {
    const shell = await setUp();
    await expect(shell.run('add-account', { name })).rejects.toMatchObject({ code });
  });

  test('two accounts of one name, added at once, are one too many', async () => {
    const shell = await setUp();
    const outcomes = await Promise.allSettled([shell.run('add-account', { name: 'Dupont' }), shell.run('add-account', { name: 'dupont' })]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('removing asks first, says what is lost, and forgets the secrets', async () => {
    const shell = await setUp();
    await shell.run('add-account', { name: 'Dupont' });
    await shell.save({ account: 'Dupont', ...typed() });
    shell.dialogs.answer = { confirm: false };
    expect(await shell.run('remove-account', { account: 'Dupont' })).toEqual({ removed: false });
    expect(shell.dialogs.asked).toMatchObject([{ message: { args: { account: 'Dupont' } }, detail: { key: 'remove.detail' } }]);
    expect(await shell.stored('credentials')).toHaveLength(1);
    shell.dialogs.answer = { confirm: true };
    await shell.run('remove-account', { account: 'Dupont' });
    for (const collection of ['credentials', 'states', 'attempts']) expect(await shell.stored(collection)).toEqual([]);
  });

  test('the only account stays', async () => {
    const shell = await setUp();
    await expect(shell.run('remove-account', { account: 'Administrateur', confirmed: true })).rejects.toMatchObject({
      code: 'credentials.account-last',
    });
  });
});

describe('saving', () => {
  test('needs no test, seals everything as one value, and shows no password', async () => {
    const shell = await setUp();
    await shell.save({ ...typed(), password: new Secret('impact!'), confirmation: new Secret('impact!') });
    expect(shell.network.requests).toEqual([]);
    expect(await shell.stored('credentials')).toEqual(['administrateur']);
    expect(shell.account()).toMatchObject({
      ...identity,
      hasPassword: true,
      hasNetEntreprisesPassword: true,
      status: { kind: 'never-tested' },
    });
    const seen = JSON.stringify([
      shell.panels.history,
      shell.log.lines,
      [...shell.store.documents].map(([, rows]) => [...rows]),
      shell.store.journal,
    ]);
    expect(seen).not.toMatch(/impact!|Azerty/);
  });

  test('keeps what is left empty', async () => {
    const shell = await setUp();
    await shell.save({ ...typed(), password: new Secret('impact!'), confirmation: new Secret('impact!') });
    await shell.save({ ...identity, firstName: 'Anne', password: new Secret(''), confirmation: new Secret('') });
    shell.network.answers.push(accepted);
    await shell.test();
    expect(await shell.sentBody()).toContain('<prenom>Anne</prenom><motdepasse>Azerty&lt;');
    expect(shell.account().hasPassword).toBe(true);
  });

  test('saves the Impact emploi password alone', async () => {
    const shell = await setUp();
    await shell.save({ siret: '', lastName: '', firstName: '', password: new Secret('a'), confirmation: new Secret('a') });
    expect(shell.account()).toMatchObject({ hasPassword: true, status: { kind: 'incomplete' } });
  });

  test.each([
    [{ password: new Secret('a'), confirmation: new Secret('b') }, 'credentials.passwords-differ'],
    [{ password: new Secret('a') }, 'credentials.passwords-differ'],
    [{ ...identity }, 'credentials.missing'],
    [{ ...typed(), siret: '7328293200007' }, 'credentials.siret-length'],
    [{ ...typed('x'.repeat(31)) }, 'credentials.too-long'],
  ])('refuses %j and changes nothing', async (request, code) => {
    const shell = await setUp();
    await expect(shell.save(request)).rejects.toMatchObject({ code });
    expect(await shell.stored('credentials')).toEqual([]);
  });

  test('takes the spaces out of a SIRET', async () => {
    const shell = await setUp();
    await shell.save({ ...typed(), siret: '732 829 320 00074' });
    expect(shell.account().siret).toBe('73282932000074');
  });
});

describe('testing', () => {
  test('sends what is typed, to the letter, by the portal’s protocol', async () => {
    const shell = await setUp();
    shell.network.answers.push(accepted);
    await shell.test(typed());
    const [request] = shell.network.requests;
    expect(request).toMatchObject({
      url: 'https://services.net-entreprises.fr/authentifier/1.0/',
      method: 'POST',
      headers: { 'content-type': 'application/xml', 'user-agent': 'Client-DSN (Boule bleue/1.0.0; Impact emploi association)' },
    });
    expect(request?.body).toBeInstanceOf(Secret);
    expect(await shell.sentBody()).toContain('<prenom>Élise</prenom><motdepasse>Azerty&lt;&amp;&gt;1</motdepasse><service>25');
  });

  test('goes to the address and service of the settings', async () => {
    const shell = await setUp();
    await shell.settings.update({
      'connection.servers.netEntreprises': 'https://test-services.net-entreprises.fr/authentifier/1.0/',
      'netEntreprises.scheme': 'agricole',
      'netEntreprises.environment': 'test',
    });
    shell.network.answers.push(accepted);
    await shell.test(typed());
    expect(shell.network.requests[0]?.url).toBe('https://test-services.net-entreprises.fr/authentifier/1.0/');
    expect(await shell.sentBody()).toContain('<service>94</service>');
  });

  test('saves nothing', async () => {
    const shell = await setUp();
    shell.network.answers.push(accepted);
    expect(await shell.test(typed())).toMatchObject({ account: 'Administrateur', ok: true });
    expect(await shell.stored('credentials')).toEqual([]);
    expect(shell.account()).toMatchObject({ siret: '', status: { kind: 'incomplete' } });
  });

  test('takes the saved password where none is typed, and the rest as typed', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(accepted);
    await shell.test({ ...identity, firstName: 'Anne', netEntreprisesPassword: new Secret('') });
    expect(await shell.sentBody()).toContain('<prenom>Anne</prenom><motdepasse>Azerty&lt;');
  });

  test('sends nothing that the portal would find malformed, and says why', async () => {
    const shell = await setUp();
    const result = await shell.test({ ...typed(), siret: '123' });
    expect(result).toMatchObject({
      ok: false,
      entries: [{ id: 'authentication', ok: false, sentence: { key: 'outcome.unsent.sentence' } }],
    });
    expect(shell.network.requests).toEqual([]);
  });

  test('sends no password to an http address', async () => {
    const shell = await setUp();
    await shell.settings.update({ 'connection.servers.netEntreprises': 'http://services.net-entreprises.fr/authentifier/1.0/' });
    expect((await shell.test(typed())).entries[0]?.sentence.key).toBe('outcome.plain-http.sentence');
    expect(shell.network.requests).toEqual([]);
  });

  test('never tries twice, whatever the answer', async () => {
    const shell = await setUp();
    for (const answer of [refused, { status: 503 }, new ShellError('network.timeout'), { status: 401 }]) {
      shell.network.answers.push(answer);
      await shell.test(typed());
    }
    expect(shell.network.requests).toHaveLength(4);
  });

  test('has one attempt at a time for an identity', async () => {
    const shell = await setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    shell.network.answers.push(async () => {
      await promise;
      return accepted;
    });
    const first = shell.test(typed());
    await vi.waitFor(() => expect(shell.network.requests).toHaveLength(1));
    await expect(shell.test({ ...typed('other'), lastName: 'DUPONT' })).rejects.toMatchObject({ code: 'credentials.test-running' });
    resolve();
    expect(await first).toMatchObject({ ok: true });
    expect(shell.network.requests).toHaveLength(1);
  });

  test('can be cancelled, and leaves nothing in the way of the next', async () => {
    const shell = await setUp();
    shell.network.answers.push(new DOMException('cancelled', 'AbortError'), accepted);
    await expect(shell.test(typed())).rejects.toMatchObject({ name: 'AbortError' });
    expect(shell.account().isTesting).toBe(false);
    expect(await shell.test(typed())).toMatchObject({ ok: true });
  });
});

describe('what is known', () => {
  test('outlasts a restart when what was tested is saved', async () => {
    const shell = await setUp();
    shell.network.answers.push(accepted);
    await shell.test(typed());
    await shell.save(typed());
    expect(shell.account().verification?.entries.at(-1)).toMatchObject({ id: 'saved', ok: true });
    expect((await shell.restart()).account().status).toMatchObject({ kind: 'accepted' });
  });

  test('is nothing when something else is saved than was tested', async () => {
    const shell = await setUp();
    shell.network.answers.push(accepted);
    await shell.test(typed());
    await shell.save(typed('another'));
    expect(shell.account().status).toEqual({ kind: 'never-tested' });
    expect(shell.account().verification?.entries.some(({ id }) => id === 'saved')).toBe(false);
  });

  test('is not changed by a test of other values than the saved ones', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(accepted, refused);
    await shell.test();
    await shell.test({ netEntreprisesPassword: new Secret('another') });
    expect(shell.account().status).toMatchObject({ kind: 'accepted' });
  });

  test('is not changed by an outage', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(accepted, { status: 503 }, new ShellError('network.timeout'), { status: 200, body: '<html>' });
    const silence = async () => (await shell.read<{ unansweredSince?: number }>('states'))?.unansweredSince;
    await shell.test();
    expect(await silence()).toBeUndefined();
    for (let attempt = 0; attempt < 3; attempt += 1) await shell.test();
    expect(shell.account().status).toMatchObject({ kind: 'accepted' });
    expect(await silence()).toEqual(expect.any(Number));
    shell.network.answers.push(accepted);
    await shell.test();
    expect(await silence()).toBeUndefined();
  });

  test('starts anew with a changed password', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(refused);
    await shell.test();
    expect(shell.account().status).toMatchObject({ kind: 'refused' });
    await shell.save({ netEntreprisesPassword: new Secret('another') });
    expect(shell.account().status).toEqual({ kind: 'never-tested' });
  });

  test('tells since when a password is used, from the day that it was saved here first', async () => {
    const shell = await setUp();
    const since = async () => (await shell.read<{ passwordChangedAt?: number }>('credentials'))?.passwordChangedAt;
    expect(await since()).toBeUndefined();
    await shell.save(typed());
    const first = await since();
    expect(first).toEqual(expect.any(Number));
    await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(first as number));
    await shell.save({ firstName: 'Anne' });
    expect(await since()).toBe(first);
    await shell.save({ netEntreprisesPassword: new Secret('another') });
    expect(await since()).toBeGreaterThan(first as number);
  });

  test('shows in the access test without a login, and only where something is known', async () => {
    const shell = await setUp();
    await shell.save(typed());
    expect((await shell.ticks()).flatMap(({ value }) => value)).toEqual([]);
    shell.network.answers.push(refused);
    await shell.test();
    shell.network.requests.length = 0;
    expect((await shell.ticks()).flatMap(({ value }) => value)).toMatchObject([
      { label: { args: { account: 'Administrateur' } }, ok: false, sentence: { key: 'check.refused' } },
    ]);
    expect(shell.network.requests).toEqual([]);
  });
});

describe('refusals in a row', () => {
  async function refuse(shell: Awaited<ReturnType<typeof setUp>>, count: number) {
    let result: TestResult | undefined;
    for (let attempt = 0; attempt < count; attempt += 1) {
      shell.network.answers.push(refused);
      result = await shell.test(typed(`typo ${attempt}`));
    }
    return result as TestResult;
  }

  test('warn at the third, with whichever passwords and after restarts', async () => {
    let shell = await setUp();
    expect((await refuse(shell, 2)).entries[0]?.warning).toBeUndefined();
    shell = await shell.restart();
    expect((await refuse(shell, 1)).entries[0]?.warning).toEqual({ key: 'warning.lock', args: { count: 3 } });
  });

  test('have the next attempt confirmed, and not made when the user declines', async () => {
    const shell = await setUp();
    await refuse(shell, 3);
    shell.dialogs.answer = { confirm: false };
    await expect(shell.test(typed())).rejects.toMatchObject({ name: 'AbortError' });
    expect(shell.network.requests).toHaveLength(3);
    shell.dialogs.answer = { confirm: true };
    shell.network.answers.push(refused);
    expect((await shell.test(typed())).entries[0]?.warning).toMatchObject({ args: { count: 4 } });
  });

  test('are not risked where nobody can be asked, unless that was agreed beforehand', async () => {
    const shell = await setUp();
    await refuse(shell, 3);
    await expect(shell.test(typed())).rejects.toMatchObject({ code: 'dialog.no-window' });
    shell.network.answers.push(accepted);
    expect(await shell.test({ ...typed(), confirmed: true })).toMatchObject({ ok: true });
  });

  test('end with an accepted attempt', async () => {
    const shell = await setUp();
    await refuse(shell, 2);
    shell.network.answers.push(accepted);
    await shell.test(typed());
    expect((await refuse(shell, 2)).entries[0]?.warning).toBeUndefined();
  });

  test('do not come from outages, expired passwords or missing registrations', async () => {
    const shell = await setUp();
    const expired = { status: 401, headers: { 'www-authenticate': 'Basic realm="Expiration du mot de passe"' } };
    const unregistered = { status: 401, headers: { 'www-authenticate': 'DSNLogin realm="Utilisateur non-inscrit au service"' } };
    for (const answer of [expired, unregistered, { status: 503 }, new ShellError('network.reset'), { status: 429 }]) {
      shell.network.answers.push(answer);
      await shell.test(typed());
    }
    expect((await refuse(shell, 2)).entries[0]?.warning).toBeUndefined();
  });

  test('start anew when a changed password is saved that was not refused just now', async () => {
    const shell = await setUp();
    await shell.save(typed('old'));
    await refuse(shell, 3);
    await shell.save(typed('new'));
    expect((await refuse(shell, 1)).entries[0]?.warning).toBeUndefined();
  });

  test('go on when the saved password is the one refused just now', async () => {
    const shell = await setUp();
    await refuse(shell, 3);
    await shell.save(typed('typo 2'));
    shell.dialogs.answer = { confirm: false };
    await expect(shell.test()).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('credentials that can no longer be read', () => {
  class LostKey extends MemorySecrets {
    private isLost = true;

    override async get(name: string) {
      if (this.isLost) throw new ShellError('secret.unreadable' as never, {});
      return super.get(name);
    }

    override async set(name: string, value: Secret): Promise<void> {
      this.isLost = false;
      await super.set(name, value);
    }
  }

  test.each([
    ['a lost key', () => new LostKey()],
    ['secrets that are gone', () => new MemorySecrets()],
    ['a key of another shape', () => Object.assign(new MemorySecrets(), { get: async () => new Secret('Azerty1!') })],
  ])('because of %s are asked for again, and quoted nowhere', async (_cause, lost) => {
    const former = await setUp();
    await former.save(typed());
    const shell = await former.restart({ secrets: lost() });
    expect(shell.account()).toMatchObject({ status: { kind: 'unreadable' }, siret: '' });
    await shell.save(typed('Nouveau1'));
    shell.network.answers.push(accepted);
    await shell.test();
    expect(await shell.sentBody()).toContain('<motdepasse>Nouveau1<');
    expect(JSON.stringify(shell.log.lines)).not.toContain('Azerty1!');
  });
});

describe('sessions for other plugins', () => {
  test('are the portal’s token for what is saved, asked for once, and counted as a test’s attempt', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(accepted);
    const session = await shell.session();
    expect(await session.accessToken.reveal()).toBe(accepted.body);
    expect(await shell.session()).toBe(session);
    expect(shell.network.requests).toHaveLength(1);
    await vi.waitFor(() => expect(shell.account().status).toMatchObject({ kind: 'accepted' }));
    expect(JSON.stringify([shell.log, shell.panels.states])).not.toContain(accepted.body);
  });

  test('need credentials, and name the account without them', async () => {
    const shell = await setUp();
    expect(await shell.providers.get('net-entreprises').findAccount(undefined)).toEqual({ id: 'administrateur', name: 'Administrateur' });
    await expect(shell.session()).rejects.toMatchObject({ code: 'credentials.session-without-credentials' });
    expect(shell.network.requests).toEqual([]);
  });

  test('are never asked for with a password that was refused, until it is another', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(refused, accepted);
    await expect(shell.session()).rejects.toMatchObject({ code: 'credentials.session-failed', details: { outcome: 'refused' } });
    await expect(shell.restart().then(({ session }) => session())).rejects.toMatchObject({ code: 'credentials.session-withheld' });
    await shell.save(typed('Another1'));
    expect(await shell.session()).toBeDefined();
    expect(shell.network.requests).toHaveLength(2);
  });

  test('end when the credentials are others, and plugins are told', async () => {
    const shell = await setUp();
    await shell.save(typed());
    shell.network.answers.push(accepted);
    await shell.session();
    await shell.save({ ...typed(), firstName: 'Anne' });
    expect(shell.providers.changes).toEqual([{ provider: 'net-entreprises', account: 'administrateur' }]);
  });
});
