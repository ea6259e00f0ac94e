import type { X509Certificate } from 'node:crypto';
import { type Authorities, type Authority, isIssuedBy } from './authorities.ts';

/**
 * Looks for the trusted authority to which a chain leads, in whatever order its certificates came. Dates, purposes and constraints aren't
 * looked at, so the answer explains what TLS decided and never replaces it.
 */
export function findVoucher(chain: readonly X509Certificate[], authorities: Authorities): Authority | undefined {
  for (const certificate of followIssuers(chain)) {
    const voucher = authorities.issuerOf(certificate);
    if (voucher) return voucher;
  }
  return undefined;
}

/** The certificate where a chain ends: no other of it has signed this one. */
export function topOf(chain: readonly X509Certificate[]): X509Certificate | undefined {
  return followIssuers(chain).at(-1);
}

export function vouchesForItself(certificate: X509Certificate): boolean {
  return isIssuedBy(certificate, certificate);
}

/** The first certificate and those of the chain that stand above it, from below; each once, so that circles end. */
function followIssuers(chain: readonly X509Certificate[]): readonly X509Certificate[] {
  const [first, ...others] = chain;
  if (first === undefined) return [];
  const path = [first];
  for (let index = 0; index < path.length; index += 1) {
    const below = path[index]!;
    const above = others.filter((other) => !path.includes(other) && other.ca && isIssuedBy(below, other));
    path.push(...above);
  }
  return path;
}
