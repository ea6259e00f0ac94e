import 'reflect-metadata'; // @peculiar/x509 refuses to load without it.
import { isIP } from 'node:net';
import {
  AuthorityInfoAccessExtension,
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

export type KeyAlgorithm = 'ec' | 'rsa';

/** What a server proves itself with. Fits `tls.createServer` as it is. */
export interface ServerIdentity {
  /** Private key, PKCS #8 in PEM. */
  readonly key: string;
  /** All that the server sends, in PEM: its own certificate, then those above it. */
  readonly cert: string;
}

export interface CertificateRequest {
  /** DNS names and IP addresses the certificate is good for. Default: `localhost`, `127.0.0.1`, `::1`. */
  readonly hosts?: readonly string[];
  /** Default: the authority's own. */
  readonly algorithm?: KeyAlgorithm;
  /** Default: yesterday. */
  readonly notBefore?: Date;
  /** Default: 90 days from now. */
  readonly notAfter?: Date;
  /** How much of the chain the server sends. Default `intermediate`, as servers should. */
  readonly sendUpTo?: 'leaf' | 'intermediate' | 'root';
  /** Address of the intermediate for clients that fetch missing ones (AIA, RFC 5280 §4.2.2.1). Default: none. */
  readonly issuerAddress?: string;
}

export interface AuthorityOptions {
  /** Name of the organisation in every certificate, such as `Fortinet` for a proxy that opens TLS. */
  readonly organisation?: string;
  /** Default `ec` (P-256), which takes about a millisecond a key; `rsa` (2048 bits) takes a hundred. */
  readonly algorithm?: KeyAlgorithm;
}

interface Issuer {
  readonly certificate: X509Certificate;
  readonly keys: CryptoKeyPair;
}

const dayMs = 86_400_000;
const loopbackHosts = ['localhost', '127.0.0.1', '::1'];
const keyParameters = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
} as const;

/** A root and an intermediate made when the program runs. No key of theirs is ever written to a disk. */
export class CertificateAuthority {
  /** The root to trust, in PEM. */
  readonly rootPem: string;
  /** The intermediate in DER, as an issuer address serves it. */
  readonly intermediateDer: Uint8Array;
  readonly #root: Issuer;
  readonly #intermediate: Issuer;
  readonly #organisation: string;
  readonly #algorithm: KeyAlgorithm;

  private constructor(root: Issuer, intermediate: Issuer, organisation: string, algorithm: KeyAlgorithm) {
    this.#root = root;
    this.#intermediate = intermediate;
    this.#organisation = organisation;
    this.#algorithm = algorithm;
    this.rootPem = root.certificate.toString('pem');
    this.intermediateDer = new Uint8Array(intermediate.certificate.rawData);
  }

  static async create(options: AuthorityOptions = {}): Promise<CertificateAuthority> {
    const { organisation = 'Boule bleue, serveurs d’essai', algorithm = 'ec' } = options;
    const root = await createIssuer(organisation, `${organisation} (racine)`, algorithm);
    const intermediate = await createIssuer(organisation, `${organisation} (intermédiaire)`, algorithm, root);
    return new CertificateAuthority(root, intermediate, organisation, algorithm);
  }

  /** Makes a server's key and certificate. */
  async issue(request: CertificateRequest = {}): Promise<ServerIdentity> {
    const keys = await generateKeys(request.algorithm ?? this.#algorithm);
    const certificate = await signServerCertificate(request, this.#organisation, keys, this.#intermediate);
    const above = { leaf: [], intermediate: [this.#intermediate], root: [this.#intermediate, this.#root] }[
      request.sendUpTo ?? 'intermediate'
    ];
    return identity(keys, [certificate, ...above.map((issuer) => issuer.certificate)]);
  }
}

/** Makes a certificate that vouches for itself, as appliances and hurried administrators do. */
export async function createSelfSignedIdentity(request: CertificateRequest = {}): Promise<ServerIdentity> {
  const keys = await generateKeys(request.algorithm ?? 'ec');
  return identity(keys, [await signServerCertificate(request, 'Certificat auto-signé', keys)]);
}

/** Makes a root with its key, for somebody else's program to sign certificates with. RSA, which every such program takes. */
export async function createSigningIdentity(organisation: string): Promise<ServerIdentity> {
  const { keys, certificate } = await createIssuer(organisation, `${organisation} (racine)`, 'rsa');
  return identity(keys, [certificate]);
}

async function createIssuer(organisation: string, commonName: string, algorithm: KeyAlgorithm, parent?: Issuer): Promise<Issuer> {
  const keys = await generateKeys(algorithm);
  const name = distinguishedName(organisation, commonName);
  const certificate = await X509CertificateGenerator.create({
    subject: name,
    issuer: parent?.certificate.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: (parent?.keys ?? keys).privateKey,
    notBefore: new Date(Date.now() - 30 * dayMs),
    notAfter: new Date(Date.now() + 3650 * dayMs),
    extensions: [
      new BasicConstraintsExtension(true, parent ? 0 : undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      ...(await keyIdentifiers(keys, parent?.keys ?? keys)),
    ],
  });
  return { certificate, keys };
}

async function signServerCertificate(
  request: CertificateRequest,
  organisation: string,
  keys: CryptoKeyPair,
  issuer?: Issuer,
): Promise<X509Certificate> {
  const hosts = request.hosts ?? loopbackHosts;
  const name = distinguishedName(organisation, hosts[0] ?? organisation);
  return X509CertificateGenerator.create({
    subject: name,
    issuer: issuer?.certificate.subject ?? name,
    publicKey: keys.publicKey,
    signingKey: (issuer?.keys ?? keys).privateKey,
    notBefore: request.notBefore ?? new Date(Date.now() - dayMs),
    notAfter: request.notAfter ?? new Date(Date.now() + 90 * dayMs),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(hosts.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value }))),
      ...(await keyIdentifiers(keys, issuer?.keys ?? keys)),
      ...(request.issuerAddress ? [new AuthorityInfoAccessExtension({ caIssuers: [request.issuerAddress] })] : []),
    ],
  });
}

async function keyIdentifiers(subject: CryptoKeyPair, issuer: CryptoKeyPair): Promise<Extension[]> {
  return [await SubjectKeyIdentifierExtension.create(subject.publicKey), await AuthorityKeyIdentifierExtension.create(issuer.publicKey)];
}

function distinguishedName(organisation: string, commonName: string) {
  return [{ C: ['FR'] }, { O: [organisation] }, { CN: [commonName] }];
}

function generateKeys(algorithm: KeyAlgorithm): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(keyParameters[algorithm], true, ['sign', 'verify']);
}

async function identity(keys: CryptoKeyPair, chain: readonly X509Certificate[]): Promise<ServerIdentity> {
  return {
    key: PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), PemConverter.PrivateKeyTag),
    cert: chain.map((certificate) => certificate.toString('pem')).join('\n'),
  };
}
