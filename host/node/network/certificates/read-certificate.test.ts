import { X509Certificate } from 'node:crypto';
import { Extension, type JsonName } from '@peculiar/x509';
import { expect, test } from 'vitest';
import { type MadeCertificateRequest, makeCertificate } from '../../../../test/servers/made-certificate.ts';
import { readCertificate } from './read-certificate.ts';

async function read(name: JsonName, request: Omit<MadeCertificateRequest, 'name'> = {}) {
  const { pem } = await makeCertificate({ name, ...request });
  return readCertificate(new X509Certificate(pem));
}

test('a certificate is told by its names, dates and fingerprint', async () => {
  const issuer = await makeCertificate({ name: [{ O: ['Fortinet, Inc.'] }, { CN: ['Fortinet CA'] }], isAuthority: true });
  const notBefore = new Date('2026-01-02T03:04:05Z');
  const told = await read([{ O: ['Urssaf'] }, { CN: ['impact-emploi.urssaf.fr'] }], {
    issuer,
    notBefore,
    dnsNames: ['a.example', '*.b.example'],
  });
  expect(told).toEqual({
    subject: 'impact-emploi.urssaf.fr',
    issuer: 'Fortinet CA, Fortinet, Inc.',
    validFrom: '2026-01-02T03:04:05.000Z',
    validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    names: ['a.example', '*.b.example'],
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  });
});

test('without a common name the organisation stands for the subject', async () => {
  expect((await read([{ O: ['Mairie de Bègles'] }])).subject).toBe('Mairie de Bègles');
  expect((await read([{ C: ['FR'] }])).subject).toBe('');
});

test.each([
  ['line breaks', 'good\nCN=evil\r\nSet-Cookie: a', 'good CN=evil Set-Cookie: a'],
  ['escape sequences of terminals', '\u001b[31mred\u0007', '[31mred'],
  ['a zero, which ends texts elsewhere', 'bank.example\u0000.evil.example', 'bank.example .evil.example'],
  ['marks that turn the direction of writing', 'a\u202egpj.exe\u2066', 'a gpj.exe'],
  ['backslashes and commas', 'a\\\\, b=c+<d>', 'a\\, b=c+<d>'],
  ['letters of every kind', 'Forêt Å 日本 😀', 'Forêt Å 日本 😀'],
])('in a name %s do no harm', async (_what, name, told) => {
  expect((await read([{ CN: [name] }])).subject).toBe(told);
});

test('a name as long as a book is cut off', async () => {
  const { subject, issuer } = await read([{ CN: ['é'.repeat(50_000)] }]);
  expect(subject).toHaveLength(200);
  expect(subject.endsWith('…')).toBe(true);
  expect(issuer).toBe(subject);
});

test('names beyond the hundredth are left out, and none can pretend to be two', async () => {
  const many = Array.from({ length: 500 }, (_, index) => `h${index}.example`);
  expect((await read([{ CN: ['many'] }], { dnsNames: many })).names).toHaveLength(100);
  const { names } = await read([{ CN: ['x'] }], { dnsNames: ['a.example, DNS:bank.example, DNS:b', 'c.example', 'evil"quote'] });
  expect(names).toEqual(['c.example']);
});

test('dates that are none are empty', async () => {
  const { der } = await makeCertificate({ name: [{ CN: ['odd'] }], notAfter: new Date('2026-11-30T10:00:00Z') });
  const bytes = Buffer.from(der);
  bytes.write('99XX99', bytes.indexOf('261130'));
  expect(readCertificate(new X509Certificate(bytes)).validTo).toBe('');
});

test('names that aren’t encoded as they should be are left out', async () => {
  const broken = new Extension('2.5.29.17', false, Buffer.from('ffff0000', 'hex'));
  expect((await read([{ CN: ['x'] }], { isAuthority: true, extensions: [broken] })).names).toEqual([]);
});
