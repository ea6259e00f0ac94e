import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../core/secret.ts';
import { StorageFixture } from '../../../test/support/storage-fixture.ts';
import type { Store } from '../storage/store.ts';
import { KeyVault } from './key-vault.ts';
import type { Keychain } from './keychain.ts';
import { SealedSecretService } from './sealed-secret-service.ts';

let fixture: StorageFixture;
let store: Store;
let keyFile: string;
beforeEach(() => {
  fixture = new StorageFixture();
  store = fixture.open();
  keyFile = join(fixture.directory, 'secrets.key');
});
afterEach(() => fixture.dispose());

/** A vault as after a start of the host; without a keychain, as where there is none. */
function openVault(keychain?: Keychain): KeyVault {
  return new KeyVault({ keyFile, keychain, now: () => fixture.now });
}

function service(vault = openVault(), plugin = 'credentials'): SealedSecretService {
  return new SealedSecretService(vault, store.secrets, plugin);
}

async function reveal(secrets: SealedSecretService, name: string): Promise<string | undefined> {
  return (await secrets.get(name))?.reveal();
}

/** A keychain that keeps its text in memory, and can be made to fail. */
class MemoryKeychain implements Keychain {
  text: string | undefined;
  works = true;
  async read(): Promise<string | undefined> {
    if (!this.works) throw new Error('locked');
    return this.text;
  }
  async write(text: string): Promise<void> {
    if (!this.works) throw new Error('locked');
    this.text = text;
  }
  dispose(): void {}
}

test('a secret survives a restart of the host', async () => {
  await service().set('password', new Secret('Très secret 1'));
  expect(await reveal(service(), 'password')).toBe('Très secret 1');
  expect(await service().list()).toEqual(['password']);
});

test('there is no secret before one is set and after it was deleted', async () => {
  const secrets = service();
  expect(await secrets.get('password')).toBeUndefined();
  await secrets.set('password', new Secret('x'));
  await secrets.delete('password');
  expect(await secrets.get('password')).toBeUndefined();
});

test('no file of the data folder holds the secret', async () => {
  await service().set('password', new Secret('Needle-in-the-haystack'));
  store.dispose();
  const files = readdirSync(fixture.directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) expect(readFileSync(join(file.parentPath, file.name)).includes('Needle')).toBe(false);
});

test('a plugin sees no secret of another', async () => {
  const vault = openVault();
  await service(vault, 'one').set('password', new Secret('mine'));
  expect(await service(vault, 'two').get('password')).toBeUndefined();
  expect(await service(vault, 'two').list()).toEqual([]);
});

test('a sealed value copied to another name or plugin stays closed', async () => {
  await service().set('password', new Secret('x'));
  const row = await store.secrets.get('credentials', 'password');
  await store.secrets.set('intruder', 'password', row!);
  await expect(service(openVault(), 'intruder').get('password')).rejects.toMatchObject({ code: 'secret.unreadable' });
});

test('a tampered value is unreadable alone', async () => {
  await service().set('good', new Secret('good'));
  await service().set('bad', new Secret('bad'));
  const row = await store.secrets.get('credentials', 'bad');
  const sealed = Buffer.from(row!.sealed);
  sealed[sealed.length - 1]! ^= 1;
  await store.secrets.set('credentials', 'bad', { keyId: row!.keyId, sealed });
  const secrets = service();
  await expect(secrets.get('bad')).rejects.toMatchObject({ code: 'secret.unreadable', details: { name: 'bad' } });
  expect(await reveal(secrets, 'good')).toBe('good');
});

test('without a keychain the key is in a file, and the user can see that', async () => {
  const vault = openVault();
  expect(await vault.kind()).toBe('key-file');
  expect(await vault.notices([])).toEqual([{ key: 'notice.secrets.key-file', args: { file: keyFile } }]);
});

test('looking for secrets that are not there makes no key', async () => {
  await service().get('password');
  expect(existsSync(keyFile)).toBe(false);
});

test.skipIf(process.platform === 'win32')('only the owner can read the key file, even after somebody opened it to others', async () => {
  await service().set('password', new Secret('x'));
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  chmodSync(keyFile, 0o644);
  await service().get('password');
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
});

test('several first secrets at once get the same key', async () => {
  const secrets = service();
  await Promise.all(['a', 'b', 'c'].map((name) => secrets.set(name, new Secret(name))));
  expect(await store.secrets.keyIds()).toHaveLength(1);
  for (const name of ['a', 'b', 'c']) expect(await reveal(service(), name)).toBe(name);
});

const losses: [string, () => void, string][] = [
  ['is missing', () => rmSync(keyFile), 'notice.secrets.key-missing'],
  ['holds garbage', () => writeFileSync(keyFile, 'garbage'), 'notice.secrets.key-file-unreadable'],
  ['is far too long', () => writeFileSync(keyFile, 'x'.repeat(100_000)), 'notice.secrets.key-file-unreadable'],
  ['has one letter changed', changeOneLetter, 'notice.secrets.key-file-unreadable'],
  ['became a folder', replaceByFolder, 'notice.secrets.key-file-unreadable'],
];

test.each(losses)('when the key file %s, old secrets are kept, new ones work and the user is told', async (_what, lose, notice) => {
  await service().set('old', new Secret('old'));
  const oldRow = await store.secrets.get('credentials', 'old');
  lose();
  const vault = openVault();
  const secrets = service(vault);
  expect((await vault.notices(await store.secrets.keyIds())).map(({ key }) => key)).toContain(notice);
  await expect(secrets.get('old')).rejects.toMatchObject({ code: 'secret.unreadable' });
  await secrets.set('new', new Secret('new'));
  expect(await reveal(service(), 'new')).toBe('new');
  expect(await store.secrets.get('credentials', 'old')).toEqual(oldRow);
});

test('an unreadable key file is set aside, and works again when it is put back intact', async () => {
  await service().set('old', new Secret('old'));
  const intact = readFileSync(keyFile, 'utf8');
  writeFileSync(keyFile, 'garbage');
  await service().set('new', new Secret('new'));
  const aside = join(fixture.directory, 'secrets.set-aside-2026-03-19T08-30-00Z.key');
  expect(readFileSync(aside, 'utf8')).toBe('garbage');
  writeFileSync(keyFile, intact);
  expect(await reveal(service(), 'old')).toBe('old');
});

test('where the key cannot be kept, nothing is saved', async () => {
  const vault = new KeyVault({ keyFile: join(fixture.directory, 'missing', 'secrets.key') });
  await expect(service(vault).set('password', new Secret('x'))).rejects.toMatchObject({ code: 'secret.key-not-writable' });
  expect(await store.secrets.names('credentials')).toEqual([]);
});

test('a keychain that works keeps the key, and there is no key file', async () => {
  const keychain = new MemoryKeychain();
  const vault = openVault(keychain);
  await service(vault).set('password', new Secret('x'));
  expect(await vault.kind()).toBe('keychain');
  expect(await vault.notices(await store.secrets.keyIds())).toEqual([]);
  expect(existsSync(keyFile)).toBe(false);
  expect(await reveal(service(openVault(keychain)), 'password')).toBe('x');
});

test('a keychain that comes and goes loses nothing', async () => {
  const keychain = new MemoryKeychain();
  await service(openVault(keychain)).set('first', new Secret('1'));
  keychain.works = false;
  const without = openVault(keychain);
  await service(without).set('second', new Secret('2'));
  expect(await without.kind()).toBe('key-file');
  expect((await without.notices(await store.secrets.keyIds())).map(({ key }) => key)).toContain('notice.secrets.key-missing');
  keychain.works = true;
  const secrets = service(openVault(keychain));
  expect([await reveal(secrets, 'first'), await reveal(secrets, 'second')]).toEqual(['1', '2']);
});

test('a keychain that cannot be written gives way to the key file, and the reason is told', async () => {
  const keychain = new MemoryKeychain();
  keychain.write = async () => {
    throw new Error('read-only');
  };
  const errors: unknown[] = [];
  const vault = new KeyVault({ keyFile, keychain, onKeychainError: (error) => errors.push(error) });
  await service(vault).set('password', new Secret('x'));
  expect(await vault.kind()).toBe('key-file');
  expect(errors).toEqual([new Error('read-only')]);
  expect(await reveal(service(openVault(keychain)), 'password')).toBe('x');
});

test('foreign text in the keychain is left alone', async () => {
  const keychain = new MemoryKeychain();
  keychain.text = 'something of another program';
  await service(openVault(keychain)).set('password', new Secret('x'));
  expect(keychain.text).toBe('something of another program');
  expect(await reveal(service(openVault(keychain)), 'password')).toBe('x');
});

function changeOneLetter(): void {
  const content = readFileSync(keyFile, 'utf8');
  writeFileSync(keyFile, content.slice(0, -3) + (content.at(-3) === 'A' ? 'E' : 'A') + content.slice(-2));
}

function replaceByFolder(): void {
  rmSync(keyFile);
  mkdirSync(keyFile);
}
