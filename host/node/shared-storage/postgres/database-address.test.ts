import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { DatabaseAddress } from './database-address.ts';

const codeOf = (text: string) => {
  try {
    DatabaseAddress.parse(text);
    return undefined;
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('the address of a database', () => {
  test('has parts, and a port by default', () => {
    expect({ ...DatabaseAddress.parse('postgresql://Agn%C3%A8s@DB.example.fr/iea') }).toMatchObject({
      ...{ host: 'db.example.fr', port: 5432, database: 'iea', user: 'Agnès', encryption: 'verified', password: undefined },
    });
  });

  test('keeps its password, and shows it nowhere', async () => {
    const address = DatabaseAddress.parse('postgres://iea:p%40ss%2Fw%3Ard@db.example.fr:6543/iea?passfile=/x');
    expect(await address.password?.reveal()).toBe('p@ss/w:rd');
    for (const shown of [String(address), JSON.stringify({ address }), inspect(address, { depth: 9, showHidden: true })])
      expect(shown).not.toMatch(/p@ss|p%40ss|w:rd/);
    expect(String(address)).toBe('postgres://iea@db.example.fr:6543/iea');
  });

  test.each([
    ['postgres://u@localhost/iea', 'plain'],
    ['postgres://u@127.0.0.1/iea?sslmode=prefer', 'plain'],
    ['postgres://u@127.8.9.1/iea?sslmode=disable', 'plain'],
    ['postgres://u@[::1]/iea', 'plain'],
    ['postgres://u@%2Frun%2Fpostgresql/iea', 'plain'],
    ['postgres:///iea?host=/run/postgresql', 'plain'],
    ['postgres://u@localhost/iea?sslmode=verify-full', 'verified'],
    ['postgres://u@localhost/iea?sslmode=require', 'verified'],
    ['postgres://u@localhost/iea?sslrootcert=/root.crt', 'verified'],
    ['postgres://u@localhost/iea?sslmode=prefer&sslrootcert=/root.crt', 'plain'],
    ['postgres://u@localhost.example.fr/iea', 'verified'],
    ['postgres://u@192.168.1.2/iea', 'verified'],
    ['postgres://u@[fe80::1]/iea', 'verified'],
    ['postgres://u@[::ffff:10.0.0.1]/iea', 'verified'],
    ['postgres://u@127.1/iea', 'verified'],
    ['postgres://u@db/iea?sslmode=verify-full', 'verified'],
  ])('%s is %s', (text, encryption) => {
    expect(DatabaseAddress.parse(text).encryption).toBe(encryption);
  });

  test.each(['disable', 'allow', 'prefer', 'require', 'verify-ca'])('is refused where sslmode=%s would let somebody in between', (mode) => {
    expect(codeOf(`postgres://u@db.example.fr/iea?sslmode=${mode}`)).toBe('database.not-verified');
  });

  test.each([
    '',
    'iea',
    'mysql://u@h/iea',
    'postgres:iea',
    'postgres://h',
    'postgres://h/',
    'postgres://u@/iea',
    'postgres://u:pa#ss@h/iea',
    'postgres://u:pa/ss@h/iea',
    'postgres://u:12/ss@h/iea',
    'postgres://u:pa?ss=1@h/iea',
    'postgres://u:1?ss@h/iea',
    'postgres://u:%zz@h/iea',
    'postgres://u@h:0/iea',
    'postgres://u@h:99999/iea',
    'postgres://u@h1,h2/iea',
    'postgres://u@h/iea/other',
    'postgres://u@h/i%00a',
    `postgres://u@h/${'x'.repeat(64)}`,
    'postgres://u@h/iea?sslmode=none',
    'postgres://u@h/iea?sslmode=',
    'postgres://u@h/iea?passfile=a&passfile=b',
    'postgres://u@h/iea?host=/run',
    'postgres://u@-h/iea',
    'postgres://u@%2Frun/iea?sslmode=verify-full',
  ])('%j is invalid', (text) => {
    expect(codeOf(text)).toBe('database.address-invalid');
  });

  test('names an unknown parameter, and repeats nothing that may be a piece of a password', () => {
    expect(codeOf('postgres://u@h/iea?sslkey=x')).toBe('database.parameter-unknown');
    expect(() => DatabaseAddress.parse('postgres://u:geheim?Wort@h/iea')).not.toThrow(/geheim|Wort/);
  });
});
