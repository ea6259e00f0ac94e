import { XMLParser } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { buildAuthenticationBody, clientName, serviceCode } from './authentication-request.ts';

const credentials = { siret: '73282932000074', lastName: 'Dupont', firstName: 'Anne', password: 'Azerty1!' };

test('writes the five elements in the portal’s order, without a declaration', () => {
  expect(buildAuthenticationBody(credentials, '25')).toBe(
    '<identifiants><siret>73282932000074</siret><nom>Dupont</nom><prenom>Anne</prenom>' +
      '<motdepasse>Azerty1!</motdepasse><service>25</service></identifiants>',
  );
});

test('escapes the five reserved characters and nothing else', () => {
  const body = buildAuthenticationBody({ ...credentials, password: `é&<>"'€` }, '25');
  expect(body).toContain('<motdepasse>é&amp;&lt;&gt;&quot;&apos;€</motdepasse>');
});

test.each([`&amp;`, `]]>`, `</motdepasse><service>98`, `<!-- `, `a'b"c`, ` Été `, `😀`, `&#x41;`])(
  'a reader gets %j back to the letter',
  (value) => {
    const body = buildAuthenticationBody({ ...credentials, lastName: value, password: value }, '25');
    const parser = new XMLParser({ parseTagValue: false, trimValues: false });
    expect(parser.parse(body).identifiants).toEqual({
      siret: credentials.siret,
      nom: value,
      prenom: 'Anne',
      motdepasse: value,
      service: '25',
    });
  },
);

test.each([
  ['general', 'production', '25'],
  ['general', 'test', '97'],
  ['agricole', 'production', '26'],
  ['agricole', 'test', '94'],
] as const)('signs in to the %s scheme in %s with service %s', (scheme, environment, code) => {
  expect(serviceCode(scheme, environment)).toBe(code);
});

test('names the software as the guide prescribes', () => {
  expect(clientName('1.2.3')).toBe('Client-DSN (Boule bleue/1.2.3; Impact emploi association)');
});
