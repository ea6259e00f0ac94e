import { X509Certificate } from 'node:crypto';
import { findDer, readDer } from './der.ts';

const maximumCertificates = 10;
const sequence = 0x30;
/** `[0]`: the content of a PKCS #7 message, and within signed data its certificates (RFC 2315, 7 and 9.1). */
const firstTagged = 0xa0;

/** The certificates in a file as authorities publish it: one in DER, PEM, or PKCS #7 that holds nothing else. None from what is no such file. */
export function parseCertificates(bytes: Buffer): readonly X509Certificate[] {
  const parts = bytes[0] === sequence ? [bytes] : decodePem(bytes.toString('latin1'));
  return parts.flatMap((der) => [readOne(der) ?? readMessage(der)].flat()).slice(0, maximumCertificates);
}

function decodePem(text: string): Buffer[] {
  const blocks = text.matchAll(/-----BEGIN (CERTIFICATE|PKCS7)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g);
  return [...blocks].map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
}

function readMessage(der: Buffer): X509Certificate[] {
  const certificates = findDer(der, sequence, firstTagged, sequence, firstTagged) ?? Buffer.alloc(0);
  return readDer(certificates)
    .slice(0, maximumCertificates)
    .flatMap(({ whole }) => readOne(whole) ?? []);
}

function readOne(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}
