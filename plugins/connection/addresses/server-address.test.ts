import { describe, expect, test } from 'vitest';
import { processorMs } from '../../../test/support/time-bounds.ts';
import { type ConnectionMode, connectionModes, factoryAddresses, serverRoles } from '../values/connection-values.ts';
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
    ['https.//impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https://https://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https://https:/impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['htp://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['htps://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['ttps://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['hhttps://impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['htpps;//impact-emploi.urssaf.fr', factory, ['scheme-mistyped']],
    ['https\u00a0://impact-emploi.urssaf.fr', factory, ['spaces']],
    ['https : // impact-emploi.urssaf.fr', factory, ['spaces']],
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
    ['https://impact-emploi.urssaf.fr./updates', 'https://impact-emploi.urssaf.fr/updates', ['punctuation']],
    ['https://impact-emploi.urssaf.fr.:8443', 'https://impact-emploi.urssaf.fr:8443', ['punctuation']],
    ['https://impact%2Demploi.urssaf.fr', factory, ['normalised']],
    ['https%3A%2F%2Fimpact-emploi.urssaf.fr%2Fupdates', 'https://impact-emploi.urssaf.fr/updates', ['encoded']],
    ['https://serveur/@equipe/a', 'https://serveur/@equipe/a', []],
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
    ['https://impact-emploi.urssaf.fr https://impact-emploi.urssaf.fr/updates', 'address-several'],
    ['https://impact\u00a0-emploi.urssaf.fr', 'address-space'],
    ['le serveur de mise à jour', 'address-space'],
    ['https://impact-emploi.urssaf.fr\thttps://impact-emploi.urssaf.fr/updates', 'address-several'],
    ['https://impact«emploi.urssaf.fr', 'address-character'],
    ['https://impact-emploi.urssaf.fr/{x}', 'address-character'],
    ['javascript:alert(1)', 'address-scheme'],
    ['JavaScript:https://impact-emploi.urssaf.fr', 'address-scheme'],
    ['java\nscript:alert(1)', 'address-scheme'],
    ['data:text/html,x', 'address-scheme'],
    ['file:///etc/passwd', 'address-scheme'],
    ['ftp://impact-emploi.urssaf.fr', 'address-scheme'],
    ['mailto:impact-emploi-association@urssaf.fr', 'address-scheme'],
    ['ldap://impact-emploi.urssaf.fr', 'address-scheme'],
    ['view-source:https://impact-emploi.urssaf.fr', 'address-scheme'],
    ['\\\\serveur\\partage', 'address-path'],
    ['C:\\Impact emploi\\IEA.exe', 'address-path'],
    ['/updates', 'address-path'],
    ['../updates', 'address-path'],
    ['impact-emploi-association@urssaf.fr', 'address-mail'],
    ['https://[fe80::1%25eth0]:8443', 'address-zone'],
    ['fe80::1%eth0', 'address-zone'],
    ['https://impact-emploi..urssaf.fr', 'address-host'],
    ['https://impact,emploi.fr', 'address-host'],
    ['https://-impact.fr', 'address-host'],
    [`https://${'a'.repeat(64)}.fr`, 'address-host'],
    ['https://0177.0.0.1', 'address-host'],
    ['https://127.1', 'address-host'],
    ['https://2130706433/', 'address-host'],
    ['https://impact-emploi.urssaf.fr:65536', 'address-port'],
    ['https://impact-emploi.urssaf.fr:https', 'address-port'],
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

describe('an address copied together with its sentence is found, where it is clear where it ends', () => {
  test.each([
    ["Remplacez l'adresse du serveur d'authentification par « https://impact-emploi.urssaf.fr«", ['surroundings', 'quotes']],
    ['Remplacez l’adresse\u00a0: https://impact-emploi.urssaf.fr.', ['surroundings', 'punctuation']],
    ['« https://impact-emploi.urssaf.fr » puis cliquez sur « Tester »', ['surroundings', 'quotes']],
    ['4. Adresse : https://impact-emploi.urssaf.fr', ['surroundings']],
    ['URL:https://impact-emploi.urssaf.fr', ['surroundings']],
    ['https://impact-emploi.urssaf.frhttps://impact-emploi.urssaf.fr', ['repeated']],
    ['https://impact-emploi.urssaf.fr, https://impact-emploi.urssaf.fr', ['repeated']],
  ])('%j', (typed, told) => {
    const reading = read(typed);
    expect(reading.value).toBe(factory);
    expect(reading.told).toEqual(expect.arrayContaining([told[0]]));
  });

  test.each([
    ['Remplacez par https://impact -emploi.urssaf.fr', 'address-space'],
    ['javascript: https://impact-emploi.urssaf.fr', 'address-scheme'],
    ['« https://a.example » ou « https://b.example »', 'address-several'],
    ['https://impact-emploi.urssaf.fr/updates est la bonne adresse', 'address-space'],
  ])('%j is refused', (typed, problem) => {
    expect(read(typed)).toMatchObject({ value: undefined, problem });
  });
});

describe('a name and a password leave the address, and are told', () => {
  test.each([
    ['https://dupont:secret@impact-emploi.urssaf.fr', 'dupont', 'secret'],
    ['dupont:secret@impact-emploi.urssaf.fr', 'dupont', 'secret'],
    ['https://jean.dupont:s%40cret%2F%3A@impact-emploi.urssaf.fr', 'jean.dupont', 's@cret/:'],
    ['https://dupont:pa@ss:wo{rd@impact-emploi.urssaf.fr', 'dupont', 'pa@ss:wo{rd'],
  ])('%j', (typed, user, password) => {
    const { value, credentials, corrections } = readServerAddress(typed, 'securise');
    expect({ value, credentials }).toEqual({ value: factory, credentials: { user, password } });
    expect(corrections.map(({ key }) => key)).toContain('corrected.credentials');
  });

  test.each([
    // What looks like the server is a name, and the server is another.
    'https://impact-emploi.urssaf.fr@ailleurs.example/',
    'https://impact-emploi.urssaf.fr:443@ailleurs.example/',
    'https://dupont@impact-emploi.urssaf.fr',
    'https://dupont:sec/ret@impact-emploi.urssaf.fr',
    'https://dupont:sec?ret@impact-emploi.urssaf.fr',
    'https://dupont:sec#ret@impact-emploi.urssaf.fr',
    'https://dupont:80?ret@impact-emploi.urssaf.fr',
    'https://dupont:sec\\ret@impact-emploi.urssaf.fr',
    'https://dupont:sec ret@impact-emploi.urssaf.fr',
    `https://dupont:${'s'.repeat(300)}@impact-emploi.urssaf.fr`,
    'https://:secret@impact-emploi.urssaf.fr',
    'https://@impact-emploi.urssaf.fr',
  ])('%j is refused: what is what is not clear', (typed) => {
    expect(read(typed)).toEqual({ value: undefined, problem: 'address-credentials', told: [] });
  });

  test('no reason for a refusal repeats them', () => {
    const begun = 'https://dupont:s3cret';
    for (const rest of [
      '@',
      '@le serveur',
      '@serveur:99999',
      '@[::1%eth0]',
      '@0x7f.1',
      '/@x',
      ' @x',
      '@x{',
      '@x https://y',
      '\\@x',
      '@2001:db8::1',
    ])
      expect(JSON.stringify(readServerAddress(`${begun}${rest}`, 'securise')), rest).not.toContain('s3cret');
    expect(JSON.stringify(readServerAddress('http://dupont:s3cret@serveur', 'securise'))).not.toContain('s3cret');
  });
});

describe('a letter that imitates another is warned of', () => {
  const warned = (typed: string) => readServerAddress(typed, 'securise').warning?.args?.letter;
  test.each([
    ['https://imp\u0430ct-emploi.urssaf.fr', '\u0430'],
    ['https://impact-emploi.ur\u0455\u0455af.fr', '\u0455'],
    ['https://\u03bfffice.fr', '\u03bf'],
    ['https://\u0131mpact-emploi.urssaf.fr', '\u0131'],
    ['https://xn--80ak6aa92e.com', '\u0430'],
    ['https://\u4f8b.example', '\u4f8b'],
  ])('%j', (typed, letter) => {
    expect(warned(typed)).toBe(letter);
    // The address that takes its place in the field is warned of too.
    expect(warned(readServerAddress(typed, 'securise').value!)).toBe(letter);
  });

  test.each(['https://impôt.fr', 'https://œuvre-Ÿ.fr', 'https://šarže.example', factory])('%j is not', (typed) => {
    expect(warned(typed)).toBeUndefined();
  });
});

test('a long text of nothing but quotes and dots is read at once', () => {
  const tookMs = processorMs(() => {
    expect(read(`${'.»'.repeat(100_000)}x`).problem).toBe('address-long');
    expect(read('».'.repeat(100_000)).problem).toBe('address-empty');
  });
  expect(tookMs).toBeLessThan(2_000);
});
