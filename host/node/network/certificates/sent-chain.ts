import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

/** Honest servers send two to four; others may send hundreds. */
const maximumCertificates = 10;

/**
 * The certificates that the other end of a connection sent, in its order, its own first. Node links them as they came; unlike
 * `getPeerCertificate(true)` it neither sorts them nor adds any from the store.
 */
export function readSentChain(socket: TLSSocket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate !== undefined && chain.length < maximumCertificates) {
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}
