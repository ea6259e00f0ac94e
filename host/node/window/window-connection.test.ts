import { RpcStub, RpcTarget } from 'capnweb';
import { beforeEach, expect, test } from 'vitest';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import { WindowConnection, type WindowHost } from './window-connection.ts';

class Window extends RpcTarget {}

let updates: number;
let connection: WindowConnection;

beforeEach(async () => {
  updates = 0;
  const host: Partial<WindowHost> = {
    languageFor: () => 'fr',
    open: () => ({}) as WorkbenchSnapshot,
    touch: () => {},
    saveLayout: async () => {},
    updateSetting: async () => {
      updates += 1;
      return { ok: true, value: null };
    },
    wordError: (error) => ({ code: (error as { code: string }).code, sentence: 'Trop de choses à la fois', cancelled: false }),
  };
  connection = new WindowConnection('window-1', host as WindowHost);
  await connection.connect(new RpcStub(new Window()), { languages: ['fr'] });
});

const many = <T>(count: number, call: () => Promise<T>) => Promise.allSettled(Array.from({ length: count }, call));
const isRefusal = (outcome: PromiseSettledResult<unknown>) =>
  outcome.status === 'rejected' && outcome.reason.code === 'window.too-many-calls';

test('a window that calls without end is told that it does', async () => {
  const outcomes = await many(10_000, () => connection.closePanel('hello.panel'));
  const refused = outcomes.filter(isRefusal).length;
  expect(refused).toBeGreaterThan(3_000);
  expect(refused).toBeLessThanOrEqual(5_000);
});

test('settings, which are written each time, sooner', async () => {
  const outcomes = await many(1_000, () => connection.updateSetting('hello.name', 'Zoé'));
  expect(updates).toBeGreaterThanOrEqual(100);
  expect(updates).toBeLessThan(200);
  expect(outcomes.at(-1)).toMatchObject({ status: 'fulfilled', value: { ok: false, code: 'window.too-many-calls' } });
});

test('what a user can do in a hurry is not slowed', async () => {
  const outcomes = await many(90, () => connection.updateSetting('hello.name', 'Zoé'));
  expect(outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value.ok)).toBe(true);
});
