import { expect, test } from 'vitest';
import { MemoryStorage } from '../../../test/support/memory-services/memory-keeping.ts';
import { Notices } from './notices.ts';

const keyFile = { key: 'notice.secrets.key-file', args: { file: '/data/secrets.key' } };
const safeMode = { key: 'notice.safe-mode' };

test('a notice that has been read stays away, in later starts too', async () => {
  const storage = new MemoryStorage();
  const notices = new Notices(storage);
  notices.add(keyFile);
  await notices.dismiss(keyFile.key);
  expect(notices.list()).toEqual([]);
  const later = new Notices(storage);
  await later.load();
  later.add(keyFile);
  expect(later.list()).toEqual([]);
});

test('one that must be seen stays', async () => {
  const notices = new Notices(new MemoryStorage());
  notices.add(safeMode);
  expect(notices.isDismissible(safeMode)).toBe(false);
  await notices.dismiss(safeMode.key);
  expect(notices.list()).toEqual([safeMode]);
});
