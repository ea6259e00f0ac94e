import { describe, expect, test } from 'vitest';
import { type ConnectionMode, connectionModes, factoryAddresses, serverRoles } from './connection-values.ts';
import { readServerAddress } from './server-address.ts';

const read = (typed: string, mode: ConnectionMode = 'securise') => {
  const { value, problem, corrections } = readServerAddress(typed, mode);
  return {
    value,
    problem: problem?.key.replace('error.connection.', ''),
    told: corrections.map(({ key }) => key.replace('corrected.', '')),
  };
};

const factory = factoryAddresses.authentication;

test.each(serverRoles)('the factory address for %s is taken as it is', (role) => {
  expect(read(factoryAddresses[role])).toEqual({ value: factoryAddresses[role], problem: undefined, told: [] });
});

describe('what clings to a copied address is taken away, and told', () => {
  test.each([
    // The guide prints this stray guillemet after two of the addresses.
    ['https://impact-emploi.urssaf.fr«', ['quotes']],
    ['« https://impact-emploi.urssaf.fr »', ['spaces', 'quotes']],
    ['\u00ab\u00a0https://impact-emploi.urssaf.fr\u00a0\u00bb', ['spaces', 'quotes']],
    ['“https://impact-emploi.urssaf.fr”.', ['quotes', 'punctuation']],
    ['<https://impact-emploi.urssaf.fr>', ['quotes']],
    ["'https://impact-emploi.urssaf.fr',", ['quotes', 'punctuation']],
    ['(https://impact-emploi.urssaf.fr)', ['quotes']],
    ['https://impact-emploi.urssaf.fr .', ['spaces', 'punctuation']],
    ['  https://impact-emploi.urssaf.fr\t', ['invisible', 'spaces']],
    ['\u202fhttps://impact-emploi.urssaf.fr\u2003', ['spaces']],
    ['\ufeffhttps://impact-emploi\u200b.urssaf\u00ad.fr\u2060', ['invisible']],
    ['https://impact-emploi.\r\nurssaf.fr', ['invisible']],
    ['https:\\\\impact-emploi.urssaf.fr', ['backslashes']],
  ])('%j', (typed, told) => {
    expect(read(typed)).toEqual({ value: factory, problem: undefined, told });
  });
});

describe('a scheme that is missing or mistyped is completed, and told', () => {
  test.each([
    ['impact-emploi.urssaf.fr', 'https://impact-emploi.urssaf.fr', ['scheme-added']],
    ['impact-emploi.urssaf.fr/updates', 'https://impact-emploi.urssaf.fr/updates', ['scheme-added']],
    ['//impact-emploi.urssaf.fr', 'https://impact-emploi.urssaf.fr', ['scheme-added']],
    ['localhost:8443', 'https://localhost:8443', ['scheme-added']],
    ['serveur', 'https://serveur', ['scheme-added']],
    ['[::1]:8443', 'https://[::1]:8443', ['scheme-added']],
    ['https:/impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https:impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https//impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https;//impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https:://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https:///impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https.example.fr', 'https://https.example.fr', ['scheme-added']],
  ])('%j', (typed, value, told) => {
    expect(read(typed)).toEqual({ value, problem: undefined, told });
  });
});

describe('the form is the one in which addresses are compared, and a change of it is told', () => {
  test.each([
    ['HTTPS://Impact-Emploi.URSSAF.fr/Updates', 'https://impact-emploi.urssaf.fr/Updates', ['normalised']],
    ['https://impact-emploi.urssaf.fr:443', factory, ['normalised']],
    ['https://impact-emploi.urssaf.fr:', factory, ['normalised']],
    ['https://impact-emploi.urssaf.fr/a/../updates', 'https://impact-emploi.urssaf.fr/updates', ['normalised']],
    ['https://impact-emploi.urssaf.fr/', 'https://impact-emploi.urssaf.fr/', []],
    ['https://impact-emploi.urssaf.fr/updates?x=1#y', 'https://impact-emploi.urssaf.fr/updates', ['query']],
    ['https://impact-emploi.urssaf.fr#', factory, ['query']],
    ['https://impôt.fr/mises à jour'.replaceAll(' ', '%20'), 'https://xn--impt-xqa.fr/mises%20%C3%A0%20jour', ['international']],
    ['https://[2001:DB8::1]:8443/x', 'https://[2001:db8::1]:8443/x', ['normalised']],
    ['https://[::1]', 'https://[::1]', []],
    ['https://127.0.0.1:8443', 'https://127.0.0.1:8443', []],
  ])('%j', (typed, value, told) => {
    expect(read(typed)).toEqual({ value, problem: undefined, told });
  });

  test('names the host that an accented one stands for', () => {
    expect(readServerAddress('https://impôt.fr', 'securise').corrections).toEqual([
      { key: 'corrected.international', args: { host: 'xn--impt-xqa.fr' } },
    ]);
  });
});

describe('what cannot be an address is refused with its reason', () => {
  test.each([
    ['', 'address-empty'],
    [' \u00a0\u200b ', 'address-empty'],
    ['« »', 'address-empty'],
    [`https://${'a'.repeat(3000)}.fr`, 'address-long'],
    ['https://impact -emploi.urssaf.fr', 'address-space'],
    ['https://impact-emploi.urssaf.fr https://impact-emploi.urssaf.fr/updates', 'address-space'],
    ['https://impact-emploi.urssaf.fr\thttps://impact-emploi.urssaf.fr/updates', 'address-several'],
    ['https://impact«emploi.urssaf.fr', 'address-character'],
    ['https://impact-emploi.urssaf.fr/{x}', 'address-character'],
    ['javascript:alert(1)', 'address-scheme'],
    ['JavaScript:https://impact-emploi.urssaf.fr', 'address-scheme'],
    ['java\nscript:alert(1)', 'address-scheme'],
    ['data:text/html,x', 'address-scheme'],
    ['file:///etc/passwd', 'address-scheme'],
    ['ftp://impact-emploi.urssaf.fr', 'address-scheme'],
    ['htps://impact-emploi.urssaf.fr', 'address-scheme'],
    ['mailto:impact-emploi-association@urssaf.fr', 'address-scheme'],
    ['https://dupont:secret@impact-emploi.urssaf.fr', 'address-credentials'],
    ['dupont:secret@impact-emploi.urssaf.fr', 'address-credentials'],
    ['https://@impact-emploi.urssaf.fr', 'address-credentials'],
    ['https://impact-emploi.urssaf.fr:99999', 'address-port'],
    ['https://impact-emploi.urssaf.fr:0', 'address-port'],
    ['https://impact-emploi.urssaf.fr:443x/updates', 'address-port'],
    ['impact-emploi.urssaf.fr:-1', 'address-port'],
    ['::1', 'address-ipv6'],
    ['2001:db8::1', 'address-ipv6'],
    ['https://2001:db8::1/', 'address-ipv6'],
    ['https://', 'address-host'],
    ['https:///', 'address-host'],
    ['https://8080', 'address-host'],
    ['https://0x7f.1', 'address-host'],
    ['https://300.1.2.3', 'address-host'],
    ['https://[::1', 'address-host'],
    ['https://a%b', 'address-host'],
  ])('%j', (typed, problem) => {
    expect(read(typed)).toEqual({ value: undefined, problem, told: [] });
  });

  test('the reason never repeats credentials', () => {
    expect(JSON.stringify(readServerAddress('https://dupont:motdepasse@urssaf.fr', 'normal'))).not.toContain('motdepasse');
  });
});

describe('http://', () => {
  test('is refused in mode Sécurisé, with the address to write instead', () => {
    expect(readServerAddress('http://impact-emploi.urssaf.fr/updates', 'securise').problem).toEqual({
      key: 'error.connection.address-http',
      args: { address: 'https://impact-emploi.urssaf.fr/updates' },
    });
  });

  test.each(['normal', 'etendu'] as const)('is an address in mode %s', (mode) => {
    expect(read('http://impact-emploi.urssaf.fr', mode)).toEqual({
      value: 'http://impact-emploi.urssaf.fr',
      problem: undefined,
      told: [],
    });
  });

  test('is never what a missing scheme becomes', () => {
    for (const mode of connectionModes) expect(read('impact-emploi.urssaf.fr', mode).value).toBe(factory);
  });
});

test('reading what was read changes nothing more', () => {
  for (const typed of ['« impact-emploi.urssaf.fr«', 'HTTPS://Impôt.fr:443/Mises', '\\\\serveur\\x y'.replace(' ', ''), '[::1]:8443?x']) {
    const once = readServerAddress(typed, 'securise').value!;
    expect(read(once)).toEqual({ value: once, problem: undefined, told: [] });
  }
});

test('a long text of nothing but quotes and dots is read at once', () => {
  const start = performance.now();
  expect(read(`${'.»'.repeat(100_000)}x`).problem).toBe('address-long');
  expect(read('».'.repeat(100_000)).problem).toBe('address-empty');
  expect(performance.now() - start).toBeLessThan(2000);
});
