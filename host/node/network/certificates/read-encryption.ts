import type { X509Certificate } from 'node:crypto';
import type { ProbeEncryption } from '../../../../core/services/network-probe-service.ts';
import type { Authorities } from './authorities.ts';
import { findVoucher, topOf, vouchesForItself } from './find-voucher.ts';
import { describeName, readCertificate } from './read-certificate.ts';

type UnknownAuthority = NonNullable<ProbeEncryption['unknownAuthority']>;

/** What a handshake came to, also one that was refused because of its certificates. */
export interface Handshake {
  readonly version: string | undefined;
  readonly cipher: string | undefined;
  /** As sent. */
  readonly chain: readonly X509Certificate[];
}

/** Puts a handshake into words, with where the authority that vouches for it comes from. */
export function readEncryption({ version, cipher, chain }: Handshake, authorities: Authorities): ProbeEncryption {
  const trustedBy = findVoucher(chain, authorities)?.source;
  const top = trustedBy ? undefined : topOf(chain);
  return {
    ...(version !== undefined && { version }),
    ...(cipher !== undefined && { cipher }),
    chain: chain.map(readCertificate),
    ...(trustedBy && { trustedBy }),
    ...(top && { unknownAuthority: describeUnknown(top, authorities) }),
  };
}

/** @param top where a chain ends that no trusted authority vouches for. */
export function describeUnknown(top: X509Certificate, authorities: Authorities, isSent = vouchesForItself(top)): UnknownAuthority {
  return { name: describeName(top.issuer), isSent, systemStore: authorities.systemStoreOn(top.issuer) };
}
