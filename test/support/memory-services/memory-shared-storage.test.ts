import { describeSharedStorage } from '../shared-storage/contract-suite.ts';
import { MemorySharedStorage, MemorySharedStore } from './memory-shared-storage.ts';

describeSharedStorage('shared documents in memory', async ({ quotaBytes } = {}) => {
  const store = new MemorySharedStore('workstation', quotaBytes);
  const bench = {
    now: 0,
    open: (workstation: string, plugin?: string) => new MemorySharedStorage(store, workstation, plugin, () => bench.now),
    spoil: async (plugin: string, collection: string, id: string) => store.damage(plugin, collection, id),
    [Symbol.asyncDispose]: async () => store.news.dispose(),
  };
  return bench;
});
