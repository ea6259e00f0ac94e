import { X509Certificate } from 'node:crypto';
import type { ProbeEncryption } from '../../../../core/services/network-probe-service.ts';

export type AuthoritySource = NonNullable<ProbeEncryption['trustedBy']>;

/** Certificates in PEM by where they come from. `undefined`: that store couldn't be read. */
export type AuthorityLists = Readonly<Record<AuthoritySource, readonly string[] | undefined>>;

export interface Authority {
  readonly certificate: X509Certificate;
  readonly source: AuthoritySource;
}

/** An authority that stands in several lists counts as of the first of these. */
const sources: readonly AuthoritySource[] = ['bundled', 'system', 'extra', 'added'];

/** Tells which trusted authority signed a certificate, and from where it is known. */
export class Authorities {
  private bySubject: ReadonlyMap<string, readonly Authority[]> | undefined;

  constructor(private readonly lists: AuthorityLists) {}

  /** All of them, each once, for a TLS context. */
  get pems(): readonly string[] {
    return [...new Set(sources.flatMap((source) => this.lists[source] ?? []))];
  }

  /** The root of that name and key. Its dates aren't looked at. */
  issuerOf(certificate: X509Certificate): Authority | undefined {
    return this.named(certificate.issuer).find((one) => isIssuedBy(certificate, one.certificate));
  }

  /** What the operating system's store knows of an authority that didn't sign: none of its name, one with another key, or it couldn't be read. */
  systemStoreOn(name: string): 'absent' | 'other-key' | 'unreadable' {
    if (this.lists.system === undefined) return 'unreadable';
    return this.named(name).some(({ source }) => source === 'system') ? 'other-key' : 'absent';
  }

  private named(subject: string): readonly Authority[] {
    // Made when first asked for: it reads hundreds of certificates.
    this.bySubject ??= groupBySubject(sources.flatMap((source) => readAll(this.lists[source] ?? [], source)));
    return this.bySubject.get(subject) ?? [];
  }
}

/** By name, use, key identifier and signature; dates aren't looked at. */
export function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that isn't known here has signed nothing that could be trusted.
    return false;
  }
}

function readAll(pems: readonly string[], source: AuthoritySource): Authority[] {
  return [...new Set(pems)].flatMap((pem) => {
    try {
      return { certificate: new X509Certificate(pem), source };
    } catch {
      // TLS doesn't trust it either.
      return [];
    }
  });
}

function groupBySubject(authorities: readonly Authority[]): ReadonlyMap<string, readonly Authority[]> {
  // Others vouch for it: no end of a chain, as TLS sees it.
  const roots = authorities.filter(({ certificate }) => certificate.checkIssued(certificate));
  return Map.groupBy(roots, ({ certificate }) => certificate.subject);
}
