import { expect, test, vi } from 'vitest';
import { MemoryHooks, MemoryLog } from '../../../test/support/memory-services/index.ts';
import type { AuthenticationOutcome } from '../authentication/authentication.ts';
import type { ConnectionStatus } from '../connection-status.ts';
import { type FurtherCheckLimits, FurtherChecks } from './further-checks.ts';

const quick: FurtherCheckLimits = { tapMs: 20, pluginsMs: 10_000, authenticationMs: 10_000 };
const connected: ConnectionStatus = { state: 'connected', reason: null, next: null, cause: null };
const never = () => new Promise<never>(() => {});
const untilAborted = (signal?: AbortSignal) =>
  new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError'))));

function setUp({ limits = quick, status = connected, outcome = 'connected' as AuthenticationOutcome | 'never' } = {}) {
  const hooks = new MemoryHooks();
  const log = new MemoryLog();
  const authenticate = vi.fn(async (signal?: AbortSignal) => (outcome === 'never' ? untilAborted(signal) : outcome));
  const checks = new FurtherChecks({ hooks, log, authentication: { authenticate }, status: { current: status }, now: () => 0 }, limits);
  const live = new AbortController();
  return { hooks, log, authenticate, live, ask: () => checks.askPlugins(live.signal), enter: () => checks.authenticate(90, live.signal) };
}

const label = { key: 'label' };
const sentence = { key: 'sentence' };

test('what a plugin says of an address is a line and a stage, in its own name whatever it says', async () => {
  const { hooks, ask } = setUp();
  const foreign = { key: 'panel.saved', plugin: 'connection' };
  hooks.tapAs('lender', 'connection.check', () => [
    { label: foreign, ok: false, sentence, address: 'update', name: 'shelf', ms: 12, detail: 'a\nb' },
    { label, ok: true, sentence },
  ]);
  const own = { key: 'panel.saved', plugin: 'lender' };
  expect(await ask()).toEqual({
    ticks: [
      { label: own, ok: false, sentence: { ...sentence, plugin: 'lender' } },
      { label: { ...label, plugin: 'lender' }, ok: true, sentence: { ...sentence, plugin: 'lender' } },
    ],
    stages: {
      authentication: [],
      update: [
        { name: 'lender.shelf', label: own, sentence: { ...sentence, plugin: 'lender' }, ok: false, startMs: 0, ms: 12, detail: 'a b' },
      ],
      netEntreprises: [],
    },
  });
});

test('a slow plugin and one that throws are shown as such, and their neighbours go on', async () => {
  const { hooks, ask } = setUp();
  hooks.tapAs('slow', 'connection.check', never);
  hooks.tapAs('broken', 'connection.check', () => {
    throw new Error('broken');
  });
  hooks.tapAs('quick', 'connection.check', () => [{ label, ok: true, sentence }]);
  expect((await ask()).ticks).toEqual([
    { label: { key: 'check.plugin', args: { plugin: 'slow' } }, ok: false, sentence: { key: 'check.late' } },
    { label: { key: 'check.plugin', args: { plugin: 'broken' } }, ok: false, sentence: { key: 'check.failed' } },
    { label: { ...label, plugin: 'quick' }, ok: true, sentence: { ...sentence, plugin: 'quick' } },
  ]);
});

test.each([
  ['a megabyte', [{ label: { key: 'x'.repeat(1_000_000) }, ok: true, sentence }]],
  ['a thousand lines', Array.from({ length: 1_000 }, () => ({ label, ok: true, sentence }))],
  ['something else', 'all is well'],
  ['wrong types', [{ label: 'Réussi', ok: 'yes', sentence: 1 }]],
])('%s is left out and noted', async (_what, answer) => {
  const { hooks, log, ask } = setUp();
  hooks.tapAs('odd', 'connection.check', () => answer);
  expect(await ask()).toMatchObject({ ticks: [], stages: { update: [] } });
  expect(log.lines).toMatchObject([{ level: 'warn', fields: { plugin: 'odd' } }]);
});

test('plugins that do not even start hold the test no longer than they may', async () => {
  const { hooks, log, ask } = setUp({ limits: { ...quick, tapMs: 10_000, pluginsMs: 20 } });
  vi.spyOn(hooks, 'call').mockImplementation((_hook, _args, options) => untilAborted(options?.signal));
  expect((await ask()).ticks).toEqual([]);
  expect(log.lines).toMatchObject([{ level: 'warn' }]);
});

test('a cancelled test waits for nobody', async () => {
  const { hooks, live, ask, enter } = setUp({ outcome: 'never' });
  hooks.tapAs('slow', 'connection.check', (_args, { signal }) => untilAborted(signal));
  const asked = Promise.allSettled([ask(), enter()]);
  live.abort();
  expect(await asked).toMatchObject([{ reason: { name: 'AbortError' } }, { reason: { name: 'AbortError' } }]);
});

test('the authentication of the installation is a stage of its own', async () => {
  expect(await setUp().enter()).toMatchObject({ name: 'authentication', ok: true, startMs: 90, sentence: { key: 'notice.connected' } });
  const reason = { key: 'authentication.refused' };
  const refused = { state: 'refused', reason, next: null, cause: null } as const;
  expect(await setUp({ status: refused, outcome: 'failed' }).enter()).toMatchObject({ ok: false, detail: 'refused', sentence: reason });
  const waiting = setUp({ outcome: { reason: { key: 'wait' }, command: null, commandTitle: null } });
  expect(await waiting.enter()).toMatchObject({ ok: false, sentence: { key: 'wait' } });
});

test('an authentication without an answer ends with its time', async () => {
  const { enter } = setUp({ outcome: 'never', limits: { ...quick, authenticationMs: 20 } });
  expect(await enter()).toMatchObject({ ok: false, detail: 'timeout', sentence: { key: 'authentication.no-answer' } });
});

test('an authentication that somebody begins anew meanwhile is joined', async () => {
  const { authenticate, enter } = setUp();
  authenticate.mockRejectedValueOnce(new DOMException('', 'AbortError'));
  expect(await enter()).toMatchObject({ ok: true });
  expect(authenticate).toHaveBeenCalledTimes(2);
});

test('a password that the server refused is not sent once more for a test', async () => {
  const reason = { key: 'authentication.credentials-refused' };
  const { authenticate, enter } = setUp({ status: { state: 'failed', reason, next: null, cause: null } });
  expect(await enter()).toMatchObject({ ok: false, sentence: reason });
  expect(authenticate).not.toHaveBeenCalled();
});
