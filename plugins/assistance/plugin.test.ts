import { Secret, ShellError } from 'boule-bleue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  MemoryCommands,
  MemoryContextKeys,
  MemoryDialogs,
  MemoryHooks,
  MemoryLog,
  MemoryNotifications,
  MemorySecrets,
  MemoryStorage,
} from '../../test/support/memory-services/index.ts';
import { hotp } from './password-of-the-day.ts';
import AssistancePlugin from './plugin.ts';

const keyBase32 = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA';
const key = Buffer.from('12345678901234567890123456789012');
/** Half past midnight in Paris on 15 January, while it is still the 14th in UTC. */
const now = Date.parse('2026-01-14T23:30:00Z');
const today = hotp(key, 20_468);
const yesterday = hotp(key, 20_467);
const tomorrow = hotp(key, 20_469);

function setUp() {
  const kept = { storage: new MemoryStorage(), secrets: new MemorySecrets() };
  const start = async () => {
    const commands = new MemoryCommands();
    const hooks = new MemoryHooks({ 'connection.onWillConnect': 'bail' });
    const dialogs = new MemoryDialogs();
    const notifications = new MemoryNotifications();
    const contextKeys = new MemoryContextKeys();
    const log = new MemoryLog();
    const plugin = new AssistancePlugin(commands, hooks, dialogs, notifications, contextKeys, kept.storage, kept.secrets, log);
    await plugin.activate();
    return {
      ...kept,
      commands,
      hooks,
      dialogs,
      notifications,
      contextKeys,
      log,
      restart: start,
      receiveKey: (text = keyBase32) => hooks.call('connection.onDidAuthenticate', { cleAssistance: new Secret(text) }),
      tryPassword: (password: string) => commands.execute('assistance.deactivate', { password: new Secret(password) }),
      modeChanges: () => hooks.calls.filter(({ hook }) => hook === 'assistance.onDidChangeMode').map(({ args }) => args),
    };
  };
  return start();
}

/** A workstation in assistance mode that holds the key. */
async function setUpActive() {
  const shell = await setUp();
  await shell.receiveKey();
  await shell.commands.execute('assistance.activate');
  return shell;
}

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('activating', () => {
  test('shows the beetle at once, says what it means and tells the others', async () => {
    const { commands, contextKeys, notifications, modeChanges } = await setUp();
    expect(contextKeys.values).toEqual({ 'assistance.active': false });
    expect(await commands.execute('assistance.activate')).toEqual({ active: true });
    expect(contextKeys.values).toEqual({ 'assistance.active': true });
    expect(notifications.shown).toMatchObject([{ severity: 'info', message: { key: 'activate.done' } }]);
    expect(modeChanges()).toEqual([{ active: true }]);
  });

  test('twice changes nothing the second time', async () => {
    const { commands, modeChanges } = await setUp();
    await commands.execute('assistance.activate');
    expect(await commands.execute('assistance.activate')).toEqual({ active: true });
    expect(modeChanges()).toHaveLength(1);
  });

  test('outlives a restart', async () => {
    const { restart } = await setUpActive();
    expect((await restart()).contextKeys.values['assistance.active']).toBe(true);
  });
});

describe('the connection procedure', () => {
  test('is refused while the mode is active, with a way out', async () => {
    const { hooks } = await setUpActive();
    expect(await hooks.call('connection.onWillConnect', {})).toMatchObject({
      value: { reason: { key: 'refusal.reason' }, command: 'assistance.deactivate', commandTitle: { key: 'command.deactivate' } },
    });
  });

  test('is free again once it is not', async () => {
    const { hooks, tryPassword } = await setUpActive();
    await tryPassword(today);
    expect(await hooks.call('connection.onWillConnect', {})).toBeUndefined();
  });
});

describe('deactivating with the key at hand', () => {
  test('takes the password of the day in Paris, spaces forgiven', async () => {
    const { dialogs, commands, contextKeys, modeChanges, notifications } = await setUpActive();
    dialogs.answer = { secret: ` ${today.slice(0, 4)}\u00a0${today.slice(4)} ` };
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: false });
    expect(dialogs.asked).toEqual([expect.objectContaining({ label: { key: 'deactivate.label' } })]);
    expect(contextKeys.values['assistance.active']).toBe(false);
    expect(modeChanges()).toEqual([{ active: true }, { active: false }]);
    expect(notifications.shown).toEqual([]);
  });

  test.each([
    ['yesterday', yesterday],
    ['tomorrow', tomorrow],
    ['no day', '00000000'],
  ])('refuses the password of %s', async (_day, password) => {
    const { tryPassword, contextKeys } = await setUpActive();
    await expect(tryPassword(password)).rejects.toMatchObject({ code: 'assistance.password-wrong' });
    expect(contextKeys.values['assistance.active']).toBe(true);
  });

  test('stays active when the user closes the dialog', async () => {
    const { dialogs, commands } = await setUpActive();
    dialogs.answer = {};
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: true });
  });

  test('takes its dialog away when all who wait for it have given up', async () => {
    const { dialogs, commands } = await setUpActive();
    Object.assign(dialogs, { answer: {}, isSlow: true });
    const [first, second] = [new AbortController(), new AbortController()];
    const leaving = [first, second].map(({ signal }) => commands.execute('assistance.deactivate', {}, { signal }));
    const outcomes = Promise.allSettled(leaving);
    await vi.waitFor(() => expect(dialogs.open).toBe(1));
    first.abort();
    await expect(leaving[0]).rejects.toMatchObject({ name: 'AbortError' });
    expect(dialogs.open).toBe(1);
    second.abort();
    await vi.waitFor(() => expect(dialogs.open).toBe(0));
    expect(await outcomes).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    Object.assign(dialogs, { isSlow: false });
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: true });
  });

  test('asks again in the window after a wrong password, saying why, until the limit', async () => {
    const { dialogs, commands } = await setUpActive();
    dialogs.answer = { secret: yesterday };
    await expect(commands.execute('assistance.deactivate')).rejects.toMatchObject({ code: 'assistance.too-many-attempts' });
    expect(dialogs.asked.map(({ detail }) => detail?.key)).toEqual([
      'deactivate.detail',
      'error.assistance.password-wrong',
      'error.assistance.password-wrong',
    ]);
  });

  test('a password that cannot be one is not counted', async () => {
    const { tryPassword } = await setUpActive();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(tryPassword('1234')).rejects.toMatchObject({ code: 'assistance.password-form' });
    }
    expect(await tryPassword(today)).toEqual({ active: false });
  });

  test('after three wrong ones even the right one has to wait, across a restart, and then is taken', async () => {
    const shell = await setUpActive();
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(shell.tryPassword('00000000')).rejects.toThrow();
    const restarted = await shell.restart();
    await expect(restarted.tryPassword(today)).rejects.toMatchObject({
      code: 'assistance.too-many-attempts',
      details: { retryAt: now + 30_000 },
    });
    vi.setSystemTime(now + 30_000);
    expect(await restarted.tryPassword(today)).toEqual({ active: false });
  });

  test('guesses sent at once pass the limit one by one', async () => {
    const { tryPassword } = await setUpActive();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => tryPassword('00000000')));
    const codes = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as ShellError).code : 'allowed'));
    expect(codes.filter((code) => code === 'assistance.password-wrong')).toHaveLength(3);
    expect(codes.filter((code) => code === 'assistance.too-many-attempts')).toHaveLength(47);
  });

  test('says on the command line that the password is needed', async () => {
    const { commands } = await setUpActive();
    await expect(commands.execute('assistance.deactivate', { confirmed: true })).rejects.toMatchObject({
      code: 'assistance.password-needed',
    });
  });
});

describe('deactivating without a key', () => {
  async function setUpWithoutKey() {
    const shell = await setUp();
    await shell.commands.execute('assistance.activate');
    return shell;
  }

  test('asks for the password of the day all the same, and says that it can’t be checked', async () => {
    const { commands, dialogs } = await setUpWithoutKey();
    dialogs.answer = { secret: '12 34 56 78' };
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: false });
    expect(dialogs.asked).toEqual([
      expect.objectContaining({ label: { key: 'deactivate.label' }, detail: { key: 'deactivate.without-key' } }),
    ]);
  });

  test('stays active when the user closes the dialog', async () => {
    const { commands, dialogs } = await setUpWithoutKey();
    dialogs.answer = {};
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: true });
  });

  test('is possible too when the key can no longer be unsealed', async () => {
    const { commands, dialogs, secrets, receiveKey } = await setUpWithoutKey();
    await receiveKey();
    vi.spyOn(secrets, 'get').mockRejectedValue(new ShellError('secret.unreadable'));
    dialogs.answer = { secret: '12345678' };
    expect(await commands.execute('assistance.deactivate')).toEqual({ active: false });
  });

  test('takes no password of another form', async () => {
    const { tryPassword } = await setUpWithoutKey();
    await expect(tryPassword('1234')).rejects.toMatchObject({ code: 'assistance.password-form' });
  });

  test('needs a password or a consent from the command line', async () => {
    const { commands } = await setUpWithoutKey();
    await expect(commands.execute('assistance.deactivate')).rejects.toMatchObject({ code: 'assistance.password-needed' });
    expect(await commands.execute('assistance.deactivate', { confirmed: true })).toEqual({ active: false });
  });

  test('two calls at once ask once and change once', async () => {
    const { commands, dialogs, modeChanges } = await setUpWithoutKey();
    dialogs.answer = { secret: '12345678' };
    await Promise.all([commands.execute('assistance.deactivate'), commands.execute('assistance.deactivate')]);
    expect(dialogs.asked).toHaveLength(1);
    expect(modeChanges()).toEqual([{ active: true }, { active: false }]);
  });
});

test('what is not a key does not replace the one held', async () => {
  const { receiveKey, tryPassword, log } = await setUpActive();
  await receiveKey('<html>');
  expect(log.lines).toEqual([expect.objectContaining({ level: 'warn' })]);
  expect(await tryPassword(today)).toEqual({ active: false });
});

describe('the desk', () => {
  const ask = async (args: { key: Secret; date?: string }) => (await setUp()).commands.execute('assistance.password-of-the-day', args);

  test('is told the password of a date', async () => {
    expect(await ask({ key: new Secret(keyBase32), date: '1970-01-02' })).toBe('46119246');
  });

  test('is told that of today in Paris without one', async () => {
    expect(await ask({ key: new Secret(keyBase32.toLowerCase()) })).toBe(today);
  });

  test('is told what is wrong with a key or a date', async () => {
    await expect(ask({ key: new Secret('1') })).rejects.toMatchObject({ code: 'assistance.key-invalid' });
    await expect(ask({ key: new Secret(keyBase32), date: '2026-02-30' })).rejects.toMatchObject({ code: 'assistance.date-invalid' });
  });
});
