import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseServeOptions } from './serve-options.ts';

const keyOf = (args: readonly string[]) => {
  try {
    parseServeOptions(args);
    return undefined;
  } catch (error) {
    const { key, code } = error as { key?: string; code?: string };
    return key ?? code;
  }
};

describe('the options of serve', () => {
  test('leave the office’s database to the environment, but never in a demonstration', () => {
    process.env.BOULE_BLEUE_DATABASE = 'postgres://iea@localhost/office';
    expect(String(parseServeOptions([]).database)).toBe('postgres://iea@localhost:5432/office');
    expect(process.env.BOULE_BLEUE_DATABASE).toBeUndefined();
    process.env.BOULE_BLEUE_DATABASE = 'postgres://iea@localhost/office';
    expect(parseServeOptions(['--demo']).database).toBeUndefined();
  });

  test('have defaults', () => {
    expect(parseServeOptions([])).toMatchObject({
      port: 0,
      openBrowser: true,
      pluginFolders: [],
      safeMode: false,
      language: undefined,
      logLevel: 'info',
      verbose: false,
      demo: false,
    });
  });

  test('are all understood', () => {
    const args =
      '--port 8080 --no-open --data-dir /tmp/x --plugin core --plugin=host --isolate third-party --safe-mode --lang en --log-level debug --verbose --demo';
    expect(parseServeOptions(args.split(' '))).toEqual({
      port: 8080,
      openBrowser: false,
      dataFolder: resolve('/tmp/x'),
      database: undefined,
      hasDataFolder: true,
      pluginFolders: [resolve('core'), resolve('host')],
      isolation: 'third-party',
      safeMode: true,
      language: 'en',
      logLevel: 'debug',
      verbose: true,
      demo: true,
    });
  });

  test.each([
    [['--prot', '1'], 'cli.usage.option-unknown'],
    [['-p'], 'cli.usage.option-unknown'],
    [['extra'], 'cli.usage.argument-unexpected'],
    [['--port'], 'cli.usage.value-missing'],
    [['--data-dir', ''], 'cli.usage.value-missing'],
    [['--data-dir', '--no-open'], 'cli.usage.value-missing'],
    [['--plugin', 'no/such/folder'], 'cli.usage.folder-missing'],
    [['--plugin', 'package.json'], 'cli.usage.folder-missing'],
    [['--port', '65536'], 'cli.usage.port-invalid'],
    [['--port', '1e3'], 'cli.usage.port-invalid'],
    [['--port=-1'], 'cli.usage.port-invalid'],
    [['--lang', 'de'], 'cli.usage.value-invalid'],
    [['--log-level', 'loud'], 'cli.usage.value-invalid'],
    [['--isolate', 'none'], 'cli.usage.value-invalid'],
    [['--database', 'mysql://x'], 'database.address-invalid'],
    [['--database', ''], 'cli.usage.value-missing'],
    [['--demo', '--database', 'postgres://localhost/iea'], 'cli.usage.demo-database'],
    [['--database', 'postgres://db.example/iea?sslmode=disable'], 'database.not-verified'],
    [['--database', 'postgres://localhost/iea?sslrootcert=no/such/file'], 'database.authority-unreadable'],
  ])('refuse %j', (args, key) => {
    expect(keyOf(args)).toBe(key);
  });
});
