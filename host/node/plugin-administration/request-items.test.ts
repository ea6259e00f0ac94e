import { expect, test } from 'vitest';
import { requestItems } from './request-items.ts';

const record = { time: 1, method: 'GET', origin: 'https://a.example:8443', path: '/x', status: 200, cause: null, ms: 5 };
const sizes = { sentBytes: 0, receivedBytes: 7 };

test('a request that was answered shows its status, and no problem', () => {
  expect(requestItems('p', [{ ...record, ...sizes }])).toEqual([
    { startedAt: 1, method: 'GET', address: 'https://a.example:8443/x', status: 200, problem: null, durationMs: 5, receivedBytes: 7 },
  ]);
});

test('one that was not says why, in the words of the error that the plugin got', () => {
  const causes = ['network.timeout', 'permission.denied', 'cancelled', 'future.unknown'];
  const items = requestItems(
    'p',
    causes.map((cause) => ({ ...record, ...sizes, status: null, cause })),
  );
  expect(items.map(({ problem }) => problem)).toMatchObject([
    { key: 'error.network.timeout', args: { host: 'a.example:8443' } },
    { key: 'error.permission.denied', args: { plugin: 'p', permission: 'network', subject: 'https://a.example:8443' } },
    { key: 'error.cancelled' },
    { key: 'error.unworded', args: { code: 'future.unknown' } },
  ]);
  expect(items[0]?.receivedBytes).toBeNull();
});

test('a request of a session says what became of it', () => {
  const session = { ...record, ...sizes, method: 'SESSION', origin: 'portal', path: '/Dupont', status: null };
  const causes = ['session-given', 'cancelled', 'authentication.timeout', 'credentials.refused'];
  const items = requestItems(
    'p',
    causes.map((cause) => ({ ...session, cause })),
  );
  expect(items.map(({ address, problem }) => [address, problem?.key])).toEqual([
    ['portal/Dupont', 'plugins.journal.session-given'],
    ['portal/Dupont', 'error.cancelled'],
    ['portal/Dupont', 'error.authentication.timeout'],
    ['portal/Dupont', 'error.unworded'],
  ]);
});
