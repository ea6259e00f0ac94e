import { setImmediate as nextTick } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ComposedHost } from '../../../test/support/composed-host.ts';
import { DataFolderInUse } from '../data-folder/data-folder.ts';
import { Host } from '../host.ts';
import { openOrReach, withHost } from './reach-host.ts';

let composed: ComposedHost;
const signal = new AbortController().signal;

const openAgain = () => Host.open({ dataFolder: composed.dataFolder, productFolder: composed.productFolder, log: { level: 'silent' } });
const reach = (more = {}) => ({ dataFolder: composed.dataFolder, open: openAgain, signal, ...more });

beforeEach(async () => {
  composed = await ComposedHost.start();
});

afterEach(() => composed[Symbol.asyncDispose]());

test('the running host is asked, by its key', async () => {
  const outcome = await withHost(reach(), (control) => control.setSetting('impactEmploi.version', '3.00.73', 'fr'));
  expect(outcome).toEqual({ ok: true, value: '3.00.73' });
  const windowUrl = await withHost(reach(), (control) => control.issueWindowUrl('fr'));
  expect(windowUrl).toMatchObject({ ok: true, value: expect.stringContaining(`${composed.origin}/?jeton=`) });
});

test('a host that ends before it answered is said not to answer', async () => {
  const unanswered = withHost(reach(), async (control) => {
    await composed.host.close();
    return control.getSetting('impactEmploi.version', 'fr');
  });
  await expect(unanswered).rejects.toMatchObject({ code: 'control.unreachable' });
});

test('a call that is interrupted is cancelled, and has not failed', async () => {
  const interruption = new AbortController();
  const interrupted = withHost({ ...reach(), signal: interruption.signal }, (control) => {
    interruption.abort();
    return control.getSetting('impactEmploi.version', 'fr');
  });
  await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
});

test('a wrong argument is no way into the host', async () => {
  const wrong = withHost(reach(), (control) => control.getSetting('x'.repeat(1000), 'fr'));
  await expect(wrong).rejects.toThrow('request failed');
  expect(await withHost(reach(), (control) => control.getSetting('unheard', 'fr'))).toMatchObject({ ok: false, code: 'setting.unknown' });
});

test('a host is opened for the call where none runs, and gives the folder free again', async () => {
  await composed.host.close();
  expect(await withHost(reach(), (control) => control.getSetting('impactEmploi.version', 'fr'))).toEqual({ ok: true, value: '3.00.72' });
  await (await openAgain()).close();
});

test('a folder that a call of the command line holds is waited for', async () => {
  await composed.host.close();
  const holder = await openAgain();
  let attempts = 0;
  const open = () => {
    attempts += 1;
    return openAgain();
  };
  const reached = openOrReach(reach({ open }));
  while (attempts < 2) await nextTick();
  await holder.close();
  const outcome = await reached;
  expect(outcome.kind).toBe('opened');
  if (outcome.kind === 'opened') await outcome.host.close();
});

test('waiting has an end, and says so', async () => {
  await composed.host.close();
  await using _holder = await openAgain();
  await expect(openOrReach(reach({ patienceMs: 0 }))).rejects.toMatchObject({ code: 'control.unreachable' });
});

test('an announcement of a host that is gone is no host', async () => {
  const inUse = new DataFolderInUse(composed.dataFolder, { pid: process.pid, port: 1, controlKey: 'x' });
  const open = () => Promise.reject(inUse);
  await expect(openOrReach(reach({ open, patienceMs: 0 }))).rejects.toMatchObject({ code: 'control.unreachable' });
});
