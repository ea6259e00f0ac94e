import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DisposableStore } from '../../../core/lifecycle.ts';
import { Secret } from '../../../core/secret.ts';
import { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import { manifestOf } from '../../../test/support/manifests.ts';
import { StorageFixture } from '../../../test/support/storage-fixture.ts';
import { shellId } from '../../shell-manifest.ts';
import { type Consent, ConsentStore } from '../authentication/consent-store.ts';
import { PermissionStore } from '../permissions/permission-store.ts';
import { RequestJournal } from '../permissions/request-journal.ts';
import { KeyVault } from '../secrets/key-vault.ts';
import { SealedSecretService } from '../secrets/sealed-secret-service.ts';
import type { SharedStorage } from '../shared-storage/shared-storage.ts';
import type { Store } from '../storage/store.ts';
import { forgetPlugin } from './forget-plugin.ts';

let fixture: StorageFixture;
let store: Store;
let shared: SharedStorage;
let vault: KeyVault;
let parts: Awaited<ReturnType<typeof open>>;

const ids = ['a', 'a.b', 'a_b'];
const permissions = { network: ['https://a.example'], secrets: true };
const manifest = (id: string) =>
  manifestOf(id, { permissions, contributes: { configuration: [{ title: '', properties: { [`${id}.key`]: { default: '' } } }] } });
const secretsOf = (id: string) => new SealedSecretService(vault, store.secrets, id);
const consent: Consent = {
  ...{ provider: 'portal', answeredBy: 'credentials', account: '1', accountName: 'Dupont', origin: 'installed', permissions },
  ...{ grantedAt: 1, lastUsedAt: null, useCount: 0 },
};
const answer = { status: 200, cause: null, ms: 1, sentBytes: 0, receivedBytes: 0 };

async function open() {
  const documents = store.documents(shellId);
  const saved = await store.settings.load();
  const settings = new SettingsRegistry({ load: () => saved, save: (changes) => store.settings.save(changes) });
  const permissionStore = new PermissionStore(documents, { plugins: () => [], setting: () => undefined });
  await permissionStore.load();
  const requests = new RequestJournal(documents, (error) => expect.fail(String(error)));
  const consents = new ConsentStore(documents, (error) => expect.fail(String(error)));
  await consents.load();
  return { settings, permissions: permissionStore, requests, consents, store, sharedStorage: shared };
}

beforeEach(async () => {
  fixture = new StorageFixture();
  store = fixture.open();
  shared = fixture.openShared(store);
  vault = new KeyVault({ keyFile: `${fixture.directory}/key` });
  parts = await open();
  const declared = new DisposableStore();
  for (const id of ids) {
    declared.add(parts.settings.declare(id, manifest(id).contributes.configuration));
    await parts.settings.update({ [`${id}.key`]: id });
    await parts.permissions.grant(manifest(id), permissions);
    await parts.consents.grant(id, consent);
    parts.requests.record(id, { time: 1, method: 'GET', origin: 'https://a.example', path: `/${id}`, ...answer });
    await store.documents(id).write([{ collection: 'c', id: 'd', value: id }]);
    await shared.call((documents) => documents.write(id, [{ collection: 'c', id: 'd', value: id }], [{ action: 'written' }]));
    await secretsOf(id).set('token', new Secret(`secret of ${id}`));
  }
  await parts.requests.flush();
  declared.dispose();
});
afterEach(async () => {
  await shared[Symbol.asyncDispose]();
  fixture.dispose();
});

/** All that the host has for an id, now and after a restart. */
async function tracesOf(id: string) {
  const restarted = await open();
  const look = async ({ permissions: granted, requests, consents, settings }: typeof parts) => {
    const declaration = settings.declare(id, manifest(id).contributes.configuration);
    const setting = settings.get(`${id}.key`);
    declaration.dispose();
    const grants = granted.grantsOf({ manifest: manifest(id), origin: 'installed' }).current;
    const counts = { requests: (await requests.list(id)).length, consents: consents.list(id).length };
    return { setting, grants, ...counts, asked: granted.newlyAsked(manifest(id)) };
  };
  const document = await store.documents(id).get('c', 'd');
  const secret = await (await secretsOf(id).get('token'))?.reveal();
  const sharedDocument = (await shared.call((documents) => documents.get(id, 'c', 'd')))?.value;
  return { now: await look(parts), later: await look(restarted), document, sharedDocument, secret, names: await secretsOf(id).list() };
}

describe('a plugin that is removed', () => {
  test('leaves nothing to another that takes its name', async () => {
    await forgetPlugin('a', manifest('a'), parts);
    const nothing = { setting: '', grants: {}, requests: 0, consents: 0, asked: permissions };
    expect(await tracesOf('a')).toEqual({
      now: nothing,
      later: nothing,
      document: undefined,
      sharedDocument: undefined,
      secret: undefined,
      names: [],
    });
  });

  test('leaves what was noted of it, so that the journal has no gap', async () => {
    await forgetPlugin('a', manifest('a'), parts);
    expect(await shared.call((documents) => documents.verifyJournal())).toEqual({ ok: true, entryCount: ids.length });
  });

  test('is not looked for where nothing was ever shared', async () => {
    const untouched = fixture.openShared(store, 'untouched');
    await forgetPlugin('a', manifest('a'), { ...parts, sharedStorage: untouched });
    expect(fixture.files().filter((name) => name.startsWith('untouched'))).toEqual([]);
  });

  test.each(ids.slice(1))('takes nothing of %s with it', async (other) => {
    await forgetPlugin('a', manifest('a'), parts);
    const all = { setting: other, grants: permissions, requests: 1, consents: 1, asked: {} };
    expect(await tracesOf(other)).toEqual({
      now: all,
      later: all,
      document: other,
      sharedDocument: other,
      secret: `secret of ${other}`,
      names: ['token'],
    });
  });
});

describe('a plugin can’t get at another’s secrets', () => {
  test.each([
    ['a', 'b.token'],
    ['a', 'a.b/token'],
    ['a', '../a.b/token'],
    ['a', "' OR '1'='1"],
    ['a.b', 'token\0'],
    ['A', 'TOKEN'],
    ['', 'a.token'],
    ['a.', 'b.token'],
  ])('as %j by the name %j', async (id, name) => {
    expect(await secretsOf(id).get(name)).toBeUndefined();
    await secretsOf(id).delete(name);
    await secretsOf(id).set(name, new Secret('other'));
    for (const other of ids) expect(await (await secretsOf(other).get('token'))?.reveal()).toBe(`secret of ${other}`);
  });

  test('by a row that was moved to its name in the file', async () => {
    store.database.run("UPDATE OR REPLACE secret SET plugin = 'a' WHERE plugin = 'a.b'");
    await expect(secretsOf('a').get('token')).rejects.toMatchObject({ code: 'secret.unreadable' });
    store.database.run("UPDATE secret SET name = 'other' WHERE plugin = 'a_b'");
    await expect(secretsOf('a_b').get('other')).rejects.toMatchObject({ code: 'secret.unreadable' });
  });

  test('by the names that it uses', async () => {
    await secretsOf('a.b').set('only-here', new Secret('x'));
    expect(await secretsOf('a').list()).toEqual(['token']);
  });
});
