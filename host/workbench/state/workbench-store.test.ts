import { expect, test } from 'vitest';
import { sampleSnapshot } from '../../../test/support/workbench-host/sample-snapshot.ts';
import { type SnapshotPart, WorkbenchStore } from './workbench-store.ts';

function storeWithLog() {
  const store = new WorkbenchStore(sampleSnapshot());
  const log: SnapshotPart[][] = [];
  store.onDidChange((parts) => log.push([...parts]));
  return { store, log };
}

test('a patch replaces the given parts and tells which became others', () => {
  const { store, log } = storeWithLog();
  store.update({ demo: 'Comptes à essayer', notices: [{ id: null, text: 'Mode sans extension' }] });
  expect(store.current).toMatchObject({
    demo: 'Comptes à essayer',
    notices: [{ id: null, text: 'Mode sans extension' }],
    version: '1.0.0',
  });
  expect(log).toEqual([['demo', 'notices']]);
});

test('a part that comes again unchanged keeps its identity and tells nobody', () => {
  const { store, log } = storeWithLog();
  const { commands } = store.current;
  store.update({ commands: structuredClone(commands), version: '1.0.1' });
  expect(store.current.commands).toBe(commands);
  expect(log).toEqual([['version']]);
  store.update(structuredClone(store.current));
  expect(log).toHaveLength(1);
});

test('whoever asks for some parts isn’t told of others', () => {
  const { store } = storeWithLog();
  let told = 0;
  const listening = store.changesOf('notices', 'badges')(() => told++);
  store.update({ demo: 'x' });
  expect(told).toBe(0);
  store.update({ badges: {} });
  expect(told).toBe(1);
  listening.dispose();
  store.update({ notices: [{ id: null, text: 'y' }] });
  expect(told).toBe(1);
});
