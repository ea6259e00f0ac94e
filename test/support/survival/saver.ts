import { setTimeout as delay } from 'node:timers/promises';
import { ShellError } from '../../../core/errors.ts';
import type { SharedStore } from '../../../host/node/shared-storage/shared-store.ts';

export const survivalPlugin = 'survival';
export const survivalCollection = 'pairs';
export const survivalAction = 'survival.saved';

const retryMs = 20;
/** So that saves are of different sizes, from one page of the database to several. */
const fillerStep = 977;
const fillerMaximum = 20_000;

/**
 * Saves two documents and a note together, again and again, each save one higher than the last. A save that failed may have been
 * carried out: it reads what stands before it goes on.
 */
export async function saveForEver(store: SharedStore, saver: string, acknowledge: (saver: string, count: number) => void): Promise<never> {
  for (;;) {
    try {
      for (let count = (await readCount(store, saver)) + 1; ; count += 1) {
        await save(store, saver, count);
        acknowledge(saver, count);
      }
    } catch (error) {
      if (!(error instanceof ShellError) || error.code !== 'shared-storage.unreachable') throw error;
      await delay(retryMs);
    }
  }
}

async function save(store: SharedStore, saver: string, count: number): Promise<void> {
  const value = { count, filler: 'é'.repeat((count * fillerStep) % fillerMaximum) };
  const changes = [`${saver}-first`, `${saver}-second`].map((id) => ({
    ...{ collection: survivalCollection, id, value },
    revision: count - 1,
  }));
  await store.write(survivalPlugin, changes, [{ action: survivalAction, subject: saver, details: { count } }]);
}

async function readCount(store: SharedStore, saver: string): Promise<number> {
  const document = await store.get<{ count: number }>(survivalPlugin, survivalCollection, `${saver}-first`);
  return document?.value.count ?? 0;
}
