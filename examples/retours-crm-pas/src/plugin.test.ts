/** The plugin on the stand-in of Net-entreprises, over the host's own network. */
import { type AuthenticationSession, Secret, ShellError, type TableView } from 'boule-bleue';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAccount } from '../../../test/servers/net-entreprises-accounts.ts';
import { sampleReturns } from '../../../test/servers/net-entreprises-returns.ts';
import { challenge, NetEntreprisesServer } from '../../../test/servers/net-entreprises-server.ts';
import {
  MemoryCommands,
  MemoryLog,
  MemoryPanels,
  MemorySessions,
  MemorySettings,
  MemoryStorage,
} from '../../../test/support/memory-services/index.ts';
import { createRealNetwork, type RealNetwork } from '../../../test/support/real-network.ts';
import RetoursCrmPas from './plugin.ts';

const identity = { siret: '73282932000074', nom: 'Dupont', prenom: 'Anne', motdepasse: 'Secret1' };
const account = { id: '1', name: 'Dupont' };
const hourMs = 3_600_000;

let real: RealNetwork;
let portal: NetEntreprisesServer;
let panels: MemoryPanels;
let sessions: MemorySessions;
let storage: MemoryStorage;
let commands: MemoryCommands;
let kept: AuthenticationSession | undefined;
let leaving: AbortController;

beforeAll(async () => {
  real = await createRealNetwork(() => [portal.url]);
  portal = await NetEntreprisesServer.start({ identity: await real.authority.issue(), accounts: [createAccount(identity)] });
});
afterEach(() => leaving.abort());
afterAll(() => portal.close());

beforeEach(async () => {
  Object.assign(portal.behaviour, { authentication: 'normal', consultation: 'normal', limitsSearches: false });
  Object.assign(portal.consultation, { returns: [], shape: undefined, rangeMinutes: undefined });
  portal.requests.length = 0;
  kept = undefined;
  leaving = new AbortController();
  storage = new MemoryStorage();
  sessions = new MemorySessions(async ({ renew }) => {
    if (renew || !kept) kept = await signIn();
    return kept;
  });
  await start();
});

async function start(): Promise<void> {
  panels = new MemoryPanels();
  commands = new MemoryCommands();
  const settings = new MemorySettings({ 'netEntreprises.services.consultation': portal.url, 'retours-crm-pas.days': 1 });
  await new RetoursCrmPas(commands, panels, settings, sessions, new MemoryLog(), real.network, storage).activate();
}

async function signIn(): Promise<AuthenticationSession> {
  const body = `<identifiants>${Object.entries({ ...identity, service: '25' })
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</identifiants>`;
  const headers = { 'content-type': 'application/xml' };
  const answer = await real.network.request({ url: portal.authenticationUrl, method: 'POST', headers, body });
  return { id: 's', account, accessToken: new Secret(answer.body) };
}

const view = () => panels.states['retours-crm-pas.panel'] as unknown as TableView;
const searches = () => portal.requests.filter(({ path }) => path.includes('lister-retours'));
const messageKey = () => (view().message as { key: string } | undefined)?.key;

/** Begins a search, which the end of the test ends. */
function begin(): Promise<unknown> {
  return commands.execute('retours-crm-pas.refresh', {}, { signal: leaving.signal }).catch((error) => error);
}

/** Runs the search as far as the portal's first pause, then leaves. */
async function firstSearch(): Promise<void> {
  const search = begin();
  await vi.waitFor(() => expect(messageKey()).toBe('state.waiting'));
  leaving.abort();
  await search;
  leaving = new AbortController();
}

test('before anything is asked, it says what it would do', () => {
  expect(view()).toMatchObject({ rows: [], isLoading: false, message: { key: 'state.idle', args: { days: 1 } } });
  expect(sessions.requests).toEqual([]);
});

describe('a search', () => {
  test('finds the CRM nominatifs among the returns of the last hour, with the token and no more', async () => {
    portal.consultation.returns = sampleReturns(Date.now() - 30 * 60_000);
    void begin();
    await vi.waitFor(() => expect(messageKey()).toBe('state.waiting'));
    expect(view()).toMatchObject({ isLoading: true, message: { args: { account: 'Dupont', count: 1 } } });
    expect(view().rows).toMatchObject([{ cells: { status: { severity: 'success' }, flow: '2f9Hk3aVd0WQm71' } }]);
    const [, from, to] = /declarant\/2\.0\/(\d{14})\/(\d{14})$/.exec(searches()[0]?.path ?? '') ?? [];
    expect(timeOf(to) - timeOf(from)).toBe(hourMs);
    expect(searches()).toHaveLength(1);
    expect(JSON.stringify(panels.states)).not.toContain(await kept?.accessToken.reveal());
  });

  test('says that there is nothing, hour after hour', async () => {
    await firstSearch();
    expect(view()).toMatchObject({ rows: [] });
    expect(searches()).toHaveLength(1);
  });

  test.each(['capitalised', 'rootless'] as const)('reads an answer that is %s', async (shape) => {
    portal.consultation.returns = sampleReturns(Date.now() - 30 * 60_000);
    portal.consultation.shape = shape;
    void begin();
    await vi.waitFor(() => expect(view().rows).toHaveLength(1));
  });

  test('asks for no hour twice, even after a restart', async () => {
    await firstSearch();
    await start();
    void begin();
    await vi.waitFor(() => expect(searches()).toHaveLength(2));
    const [first, second] = searches().map(({ path }) => path.split('/').slice(-2).map(timeOf));
    // What became past meanwhile, or what lies before.
    expect(second?.[1]).toBeLessThanOrEqual((first?.[0] ?? 0) + 1_000);
  });

  test('can’t be begun twice at once', async () => {
    void begin();
    await expect(commands.execute('retours-crm-pas.refresh', {})).rejects.toMatchObject({ code: 'retours-crm-pas.busy' });
  });
});

describe('a refused token', () => {
  test('is renewed once, and the question asked again', async () => {
    kept = await signIn();
    portal.revokeTokens();
    portal.consultation.returns = sampleReturns(Date.now() - 30 * 60_000);
    void begin();
    await vi.waitFor(() => expect(view().rows).toHaveLength(1));
    expect(sessions.requests.filter(({ options }) => options.renew)).toHaveLength(1);
  });

  test('that stays refused is told', async () => {
    portal.behaviour.consultation = challenge('DSNLogin', 'Expiration du jeton');
    await commands.execute('retours-crm-pas.refresh', {});
    expect(view().failure).toMatchObject({ sentence: { key: 'error.retours-crm-pas.token-refused' } });
    expect(searches()).toHaveLength(2);
  });
});

test.each([
  ['a declarant who is not registered', challenge('DSNLogin', 'Utilisateur non-inscrit au service'), 'not-registered'],
  ['a portal that fails', { status: 503 }, 'portal'],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example' } }, 'portal'],
  ['an answer that is none', { status: 200, body: '<html></html>' }, 'garbled'],
])('%s is told, with a way to try again', async (_what, answer, code) => {
  portal.behaviour.consultation = answer;
  await commands.execute('retours-crm-pas.refresh', {});
  expect(view()).toMatchObject({
    isLoading: false,
    failure: { sentence: { key: `error.retours-crm-pas.${code}` }, retry: { command: 'retours-crm-pas.refresh' } },
  });
});

test('a portal that asks to wait is waited for, as long as it says', async () => {
  portal.behaviour.consultation = { status: 429, headers: { 'retry-after': '600' } };
  void begin();
  await vi.waitFor(() => expect(messageKey()).toBe('state.waiting'));
  const { nextAt } = (view().message as unknown as { args: { nextAt: number } }).args;
  expect(nextAt - Date.now()).toBeGreaterThan(590_000);
  expect(searches()).toHaveLength(1);
});

test('without agreement nothing is asked of the portal', async () => {
  sessions.answer = () => undefined;
  await commands.execute('retours-crm-pas.refresh', {});
  expect(view().failure).toMatchObject({ sentence: { key: 'error.retours-crm-pas.not-agreed' } });
  expect(searches()).toEqual([]);
});

test('why there is no session is told in its provider’s words', async () => {
  sessions.answer = () => {
    throw new ShellError('credentials.session-failed', { outcome: 'refused', account: 'Dupont' });
  };
  await commands.execute('retours-crm-pas.refresh', {});
  expect(view().failure).toMatchObject({ sentence: { key: 'error.credentials.session-failed', args: { account: 'Dupont' } } });
});

test('when sessions end, what is shown goes', async () => {
  portal.behaviour.consultation = { status: 503 };
  await commands.execute('retours-crm-pas.refresh', {});
  sessions.change('net-entreprises');
  await vi.waitFor(() => expect(messageKey()).toBe('state.idle'));
});

function timeOf(text = ''): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z'));
}
