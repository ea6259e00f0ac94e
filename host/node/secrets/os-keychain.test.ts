import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OsKeychain } from './os-keychain.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keychain-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function linuxEnvironment(bus: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DBUS_SESSION_BUS_ADDRESS: _, XDG_RUNTIME_DIR: __, ...rest } = process.env;
  return { ...rest, ...bus };
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test('a workstation without a session bus has no keychain, and no process is started to find out', async () => {
    const keychain = new OsKeychain({ storeId: 'test', environment: linuxEnvironment({}) });
    await expect(keychain.read()).rejects.toThrow('no session bus');
  });

  test('a session without a Secret Service has no keychain, and the kernel’s keyring is not used instead', async () => {
    const environment = linuxEnvironment({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/nobody-listens` });
    const keychain = new OsKeychain({ storeId: 'test', environment });
    await expect(keychain.read()).rejects.toThrow('The keychain does not work: ');
    await expect(keychain.write('text')).rejects.toThrow('The keychain does not work: ');
  });

  describe('with a session bus that accepts and never answers', () => {
    let bus: Server;
    let environment: NodeJS.ProcessEnv;
    beforeEach(async () => {
      bus = createServer((socket) => socket.on('error', () => {}).resume()).listen(join(folder, 'bus'));
      await once(bus, 'listening');
      environment = linuxEnvironment({ XDG_RUNTIME_DIR: folder, DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus` });
    });
    afterEach(() => {
      bus.close();
    });

    test('the keychain is given up after its bound', async () => {
      const keychain = new OsKeychain({ storeId: 'test', environment, connectTimeoutMs: 300 });
      await expect(keychain.read()).rejects.toThrow('did not answer in time');
    });

    test('disposing ends the wait', async () => {
      const keychain = new OsKeychain({ storeId: 'test', environment, connectTimeoutMs: 60_000 });
      const connected = once(bus, 'connection');
      const reading = keychain.read();
      await connected;
      keychain.dispose();
      await expect(reading).rejects.toThrow('The keychain does not work');
    });
  });
});
