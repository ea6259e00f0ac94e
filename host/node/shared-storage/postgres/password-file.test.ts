import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseAddress } from './database-address.ts';
import { findPassword } from './password-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pgpass-'));
  file = join(folder, 'pgpass');
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (text: string, mode = 0o600) => {
  writeFileSync(file, text);
  chmodSync(file, mode);
};
const find = async (url: string, environment: NodeJS.ProcessEnv = { PGPASSFILE: file }, onExposedFile?: (path: string) => void) =>
  (await findPassword(DatabaseAddress.parse(url), { environment, ...(onExposedFile && { onExposedFile }) }))?.reveal();

describe('the password', () => {
  test('comes from the address, else from PGPASSWORD, else from the file', async () => {
    write('*:*:*:*:of the file');
    expect(await find('postgres://u:own@h/iea', { PGPASSWORD: 'env', PGPASSFILE: file })).toBe('own');
    expect(await find('postgres://u@h/iea', { PGPASSWORD: 'env', PGPASSFILE: file })).toBe('env');
    expect(await find('postgres://u@h/iea')).toBe('of the file');
    expect(await find(`postgres://u@h/iea?passfile=${encodeURIComponent(file)}`, {})).toBe('of the file');
    expect(await find('postgres://u@h/iea', { PGPASSFILE: join(folder, 'none') })).toBeUndefined();
    expect(await find('postgres://u@h/iea', { PGPASSFILE: folder })).toBeUndefined();
  });

  test('is that of the first line that fits, with escapes', async () => {
    write(
      '# h:5432:iea:u:comment\r\nh:5432:iea:v:other\nh:*:ie\\:a:u:colon\nlocalhost:*:*:*:socket\nh:5432:iea:u:a\\:b\\\\c\nh:5432:iea:u:late\n',
    );
    expect(await find('postgres://u@h/iea')).toBe('a:b\\c');
    expect(await find('postgres://u@h/ie%3Aa')).toBe('colon');
    expect(await find('postgres://u@%2Frun/x')).toBe('socket');
    expect(await find('postgres://w@h/iea')).toBeUndefined();
  });

  test('is left in a file that others may read, which is told', async () => {
    write('*:*:*:*:geheim', 0o640);
    const told: string[] = [];
    expect(await find('postgres://u@h/iea', { PGPASSFILE: file }, (path) => told.push(path))).toBeUndefined();
    expect(told).toEqual([file]);
  });
});
