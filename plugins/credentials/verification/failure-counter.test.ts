import { expect, test } from 'vitest';
import { MemoryStorage } from '../../../test/support/memory-services/index.ts';
import { FailureCounter, identityKey } from './failure-counter.ts';

const identity = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Élise' };

test('counts over a restart, until it is reset', async () => {
  const storage = new MemoryStorage();
  await new FailureCounter(storage).add(identity);
  expect(await new FailureCounter(storage).add(identity)).toBe(2);
  await new FailureCounter(storage).reset(identity);
  expect(await new FailureCounter(storage).count(identity)).toBe(0);
});

test('counts spellings together that the portal may take for one person', async () => {
  const counter = new FailureCounter(new MemoryStorage());
  await counter.add(identity);
  expect(await counter.count({ ...identity, lastName: 'DUPONT', firstName: 'E\u0301LISE' })).toBe(1);
  expect(await counter.count({ ...identity, firstName: 'Anne' })).toBe(0);
});

test('keeps two identities apart whose texts join to the same', async () => {
  expect(await identityKey({ siret: '1', lastName: 'AB', firstName: 'C' })).not.toBe(
    await identityKey({ siret: '1', lastName: 'A', firstName: 'BC' }),
  );
});

test('keeps nothing that names the person', async () => {
  const storage = new MemoryStorage();
  await new FailureCounter(storage).add(identity);
  expect(JSON.stringify(await storage.list('refusals'))).not.toMatch(/dupont|lise|732829/i);
});

test('takes a document that it cannot read for no refusal', async () => {
  const storage = new MemoryStorage();
  await storage.write([{ collection: 'refusals', id: await identityKey(identity), value: { count: 'many' } }]);
  expect(await new FailureCounter(storage).count(identity)).toBe(0);
});
