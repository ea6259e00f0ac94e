import 'reflect-metadata'; // @peculiar/x509 refuses to load without it.
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  type Extension,
  type JsonName,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ServerIdentity } from './authority.ts';

/** What stands in a certificate, which may be anything: careful authorities issue none like these. */
export interface MadeCertificateRequest {
  readonly name: JsonName;
  /** Default: it signs itself. */
  readonly issuer?: MadeCertificate;
  /** Default `false`. */
  readonly isAuthority?: boolean;
  /** Default: from an hour ago for ten days. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Default: `localhost`. */
  readonly dnsNames?: readonly string[];
  /** Of the signature. Default `SHA-256`. */
  readonly digest?: 'SHA-1' | 'SHA-256';
  /** Of whose key the certificate is. Default: a new one. */
  readonly keys?: CryptoKeyPair;
  /** Beside those of every certificate. */
  readonly extensions?: readonly Extension[];
}

/** A certificate with its key, to sign others and to build chains of every kind. */
export interface MadeCertificate {
  readonly pem: string;
  readonly der: Uint8Array<ArrayBuffer>;
  readonly subject: string;
  readonly keys: CryptoKeyPair;
}

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const authorityKeyIdentifier = '2.5.29.35';
const hourMs = 3_600_000;

export async function makeCertificate(request: MadeCertificateRequest): Promise<MadeCertificate> {
  const { issuer, name, isAuthority = false, dnsNames = ['localhost'], extensions = [] } = request;
  const keys = request.keys ?? (await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']));
  const certificate = await X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    ...(request.digest && { signingAlgorithm: { name: 'ECDSA', hash: request.digest } }),
    notBefore: request.notBefore ?? new Date(Date.now() - hourMs),
    notAfter: request.notAfter ?? new Date(Date.now() + 240 * hourMs),
    extensions: [
      new BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isAuthority ? [] : [new SubjectAlternativeNameExtension(dnsNames.map((value) => ({ type: 'dns' as const, value })))]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...(extensions.some((extension) => extension.type === authorityKeyIdentifier)
        ? []
        : [await AuthorityKeyIdentifierExtension.create((issuer?.keys ?? keys).publicKey)]),
      ...extensions,
    ],
  });
  return { pem: certificate.toString('pem'), der: new Uint8Array(certificate.rawData), subject: certificate.subject, keys };
}

/** Somebody who claims to be an authority: signs in its name, and with its key's identifier, by a key of their own. */
export async function forgeryOf(authority: MadeCertificate): Promise<MadeCertificate> {
  const { privateKey } = await crypto.subtle.generateKey(ecdsa, true, ['sign', 'verify']);
  return { ...authority, keys: { publicKey: authority.keys.publicKey, privateKey } };
}

/** What a server shows: its own certificate, then whatever is told, in that order. */
export async function toIdentity(own: MadeCertificate, ...others: readonly MadeCertificate[]): Promise<ServerIdentity> {
  return {
    key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', own.keys.privateKey), PemConverter.PrivateKeyTag),
    cert: [own, ...others].map(({ pem }) => pem).join('\n'),
  };
}
