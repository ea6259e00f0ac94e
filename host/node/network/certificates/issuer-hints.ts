import type { X509Certificate } from 'node:crypto';
import { type DerElement, findDer, readDer } from './der.ts';

const sequence = 0x30;
const octetString = 0x04;
/** `[3]` of a certificate: its extensions (RFC 5280, 4.1). */
const extensionsTag = 0xa3;
const versionTag = 0xa0;
/** 2.5.29.35 (RFC 5280, 4.2.1.1). */
const authorityKeyIdentifier = Buffer.from('0603551d23', 'hex');

/**
 * Whether a certificate itself tells that a root signed it: where its authority key identifier holds the name of its issuer's own
 * issuer, and that is the same name. Most certificates don't tell.
 */
export function namesRootAsIssuer(certificate: X509Certificate): boolean {
  const body = findDer(certificate.raw, sequence, sequence);
  const fields = body ? readDer(body).filter(({ tag }) => tag !== versionTag) : [];
  // Serial number, signature algorithm, issuer.
  const issuer = fields[2]?.whole;
  const extensions = body && findDer(body, extensionsTag, sequence);
  const identifier = extensions && readDer(extensions).find(isAuthorityKeyIdentifier);
  // authorityCertIssuer `[1]`, in it a directoryName `[4]`.
  const above = identifier && findDer(identifier.content, octetString, sequence, 0xa1, 0xa4);
  return issuer !== undefined && above !== undefined && issuer.equals(above);
}

function isAuthorityKeyIdentifier({ content }: DerElement): boolean {
  return content.subarray(0, authorityKeyIdentifier.length).equals(authorityKeyIdentifier);
}

/** Where the issuer's certificate is published: addresses of plain HTTP only, as authorities publish theirs (AIA, RFC 5280, 4.2.2.1). */
export function issuerAddresses(certificate: X509Certificate): readonly URL[] {
  const lines = (certificate.infoAccess ?? '').split('\n');
  return lines.flatMap((line) => {
    const url = URL.parse(/^CA Issuers - URI:(\S{1,500})$/.exec(line)?.[1] ?? '');
    return url?.protocol === 'http:' && url.username === '' && url.password === '' ? url : [];
  });
}
