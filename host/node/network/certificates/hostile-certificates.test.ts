import { X509Certificate } from 'node:crypto';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import { expect, test } from 'vitest';
import { makeCertificate } from '../../../../test/servers/made-certificate.ts';
import { randomSource } from '../../../../test/support/random-source.ts';
import { Authorities } from './authorities.ts';
import { issuerAddresses } from './issuer-hints.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { parseCertificates } from './parse-certificates.ts';
import { readEncryption } from './read-encryption.ts';

const root = await makeCertificate({ name: [{ CN: ['Racine'] }], isAuthority: true });
const addresses = new AuthorityInfoAccessExtension({ caIssuers: ['http://pki.example/racine.cer'] });
const own = await makeCertificate({ name: [{ O: ['Essais'] }, { CN: ['localhost'] }], issuer: root, extensions: [addresses] });
const authorities = new Authorities({ bundled: [root.pem], system: [], extra: [], added: [] });

const rounds = 500;
const seed = Date.now();
const random = randomSource(seed);

/** What OpenSSL still calls a certificate after up to four bytes have become others. */
function damage(): X509Certificate | undefined {
  const bytes = Buffer.from(own.der);
  for (let change = random(4); change >= 0; change -= 1) bytes[random(bytes.length)] = random(256);
  return parseCertificates(bytes)[0];
}

test(`no certificate, however damaged, keeps its connection from being told (seed ${seed})`, () => {
  const rootCertificate = new X509Certificate(root.der);
  for (let round = 0; round < rounds; round += 1) {
    const damaged = damage();
    if (damaged === undefined) continue;
    const chain = [damaged, rootCertificate];
    const { trustedBy, chain: told } = readEncryption({ version: undefined, cipher: undefined, chain }, authorities);
    expect(JSON.stringify(told)).not.toMatch(/\p{Cc}/u);
    // Changes that count invalidate the signature.
    if (trustedBy !== undefined) expect(damaged.verify(rootCertificate.publicKey)).toBe(true);
    expect(judgeRefusal('cert-expired', chain, trustedBy !== undefined)).toMatch(/^cert-/);
    for (const address of issuerAddresses(damaged)) expect(address.protocol).toBe('http:');
  }
});

test('a certificate without any name is told without any', async () => {
  const { der } = await makeCertificate({ name: [] });
  const { chain, unknownAuthority } = readEncryption(
    { version: undefined, cipher: undefined, chain: [new X509Certificate(der)] },
    authorities,
  );
  expect(chain[0]).toMatchObject({ subject: '', issuer: '' });
  expect(unknownAuthority).toEqual({ name: '', isSent: true, systemStore: 'absent' });
});
