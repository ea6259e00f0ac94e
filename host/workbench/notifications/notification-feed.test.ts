import { beforeEach, describe, expect, test, vi } from 'vitest';
import { EventEmitter } from '../../../core/event.ts';
import type { HostApi, NotificationItem } from '../../../core/protocol/window-protocol.ts';
import { sampleSnapshot } from '../../../test/support/workbench-host/sample-snapshot.ts';
import type { ConnectionState, HostConnection } from '../connection/host-connection.ts';
import { WorkbenchStore } from '../state/workbench-store.ts';
import { NotificationFeed } from './notification-feed.ts';

const item = (id: string, values: Partial<NotificationItem> = {}): NotificationItem => ({
  id,
  severity: 'info',
  message: id,
  source: 'Connexion',
  actions: [],
  ...values,
});

const host = { answerNotification: vi.fn(async () => {}), cancelProgress: vi.fn(async () => {}) };
let states: EventEmitter<ConnectionState>;
let store: WorkbenchStore;
let feed: NotificationFeed;

beforeEach(() => {
  vi.clearAllMocks();
  states = new EventEmitter();
  store = new WorkbenchStore(sampleSnapshot());
  const connection = { onDidChangeState: states.event, call: (use: (api: HostApi) => Promise<unknown>) => use(host as unknown as HostApi) };
  feed = new NotificationFeed(store, connection as unknown as HostConnection);
});

const toasts = () => feed.toasts.map(({ item: { id } }) => id);
const history = () => feed.history.map(({ item: { id }, isActive }) => [id, isActive]);

describe('the host’s notifications', () => {
  test('are shown, oldest first, and told of once', () => {
    const arrived: string[] = [];
    feed.onDidArrive(({ id }) => arrived.push(id));
    store.update({ notifications: [item('a')] });
    store.update({ notifications: [item('a'), item('b')] });
    expect(toasts()).toEqual(['a', 'b']);
    expect(arrived).toEqual(['a', 'b']);
  });

  test('stay in the history when the host takes them away', () => {
    store.update({ notifications: [item('a'), item('b')] });
    store.update({ notifications: [item('b')] });
    expect(toasts()).toEqual(['b']);
    expect(history()).toEqual([
      ['b', true],
      ['a', false],
    ]);
  });

  test('are replaced as their work goes on', () => {
    store.update({ notifications: [item('a', { progress: { fraction: 0, message: null } })] });
    store.update({ notifications: [item('a', { progress: { fraction: 0.5, message: 'À moitié' } })] });
    expect(feed.toasts.map((entry) => entry.item.progress)).toEqual([{ fraction: 0.5, message: 'À moitié' }]);
  });

  test('are answered at the host, and don’t come back with a patch that was under way', () => {
    store.update({ notifications: [item('a')] });
    feed.answer('a', 1);
    expect(host.answerNotification).toHaveBeenCalledWith('a', 1);
    store.update({ notifications: [item('a'), item('b')] });
    expect(toasts()).toEqual(['b']);
  });

  test('come back after the connection was lost, for the answer may be lost too', () => {
    store.update({ notifications: [item('a')] });
    feed.answer('a', null);
    states.fire('lost');
    store.update({ notifications: [item('a'), item('b')] });
    expect(toasts()).toEqual(['a', 'b']);
  });

  test('that are hidden wait in the history', () => {
    store.update({ notifications: [item('a')] });
    feed.hide('a');
    expect(toasts()).toEqual([]);
    expect(feed.activeCount).toBe(1);
  });
});

test('a notification of the window’s own runs its button here', () => {
  const run = vi.fn();
  feed.notify({ severity: 'error', message: 'x', source: 'Centre de maintenance', actions: [{ title: 'Ouvrir', run }] });
  const [entry] = feed.toasts;
  feed.answer(entry?.item.id ?? '', 0);
  expect(run).toHaveBeenCalledOnce();
  expect(host.answerNotification).not.toHaveBeenCalled();
  expect(toasts()).toEqual([]);
});

test('the window’s own notifications outlive the host’s patches', () => {
  feed.notify({ severity: 'info', message: 'x', source: 'Centre de maintenance' });
  store.update({ notifications: [item('a')] });
  store.update({ notifications: [] });
  expect(feed.activeCount).toBe(1);
});

test('clearing closes all but work under way, and forgets the history', () => {
  store.update({ notifications: [item('a'), item('b', { progress: { fraction: null, message: null } })] });
  feed.clear();
  expect(history()).toEqual([['b', true]]);
  expect(host.answerNotification).toHaveBeenCalledWith('a', null);
});

test('the history keeps the last fifty', () => {
  for (let index = 0; index < 60; index += 1) store.update({ notifications: [item(`n${index}`)] });
  expect(feed.history).toHaveLength(50);
});
