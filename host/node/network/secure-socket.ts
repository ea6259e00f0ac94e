import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { ProbeCertificate } from '../../../core/services/network-probe-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { ignoreLateErrors, whileOpen } from './connect-tcp.ts';
import { NetworkFailure } from './network-failure.ts';

export interface SecuredSocket {
  readonly socket: TLSSocket;
  readonly certificate: ProbeCertificate | undefined;
}

/**
 * Speaks TLS over a connected socket and verifies who is at the other end.
 * @throws NetworkFailure with the certificate that was shown, where TLS got as far as that.
 */
export async function secureSocket(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  signal: AbortSignal,
): Promise<SecuredSocket> {
  // TLS would wait for ever where the peer hung up before it began.
  if (socket.readableEnded || socket.destroyed) {
    socket.destroy();
    throw hangUp();
  }
  const secured = connect({
    socket,
    // Checked against the certificate; as a name it is also sent (SNI), which addresses must not be (RFC 6066, 3).
    host,
    ...(isIP(host) === 0 && { servername: host }),
    secureContext,
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
  });
  ignoreLateErrors(secured);
  let shown: X509Certificate | undefined;
  // Emitted before Node judges the certificate; afterwards a refused connection no longer tells whose it was.
  secured.prependListener('secure', () => {
    shown = secured.getPeerX509Certificate();
  });
  try {
    await whileOpen(secured, untilSecure(secured, socket), signal);
    return { socket: secured, certificate: describeCertificate(shown) };
  } catch (error) {
    socket.destroy();
    const found = classifyFailure(error);
    if (found === undefined) throw error;
    const { reason, systemCode } = found;
    throw new NetworkFailure(reason, { cause: error, systemCode, certificate: describeCertificate(shown) });
  }
}

function untilSecure(secured: TLSSocket, socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    secured
      .once('secureConnect', resolve)
      .once('error', reject)
      .once('close', () => reject(hangUp()));
    socket.once('end', () => reject(hangUp()));
  });
}

function hangUp(): NetworkFailure {
  return new NetworkFailure('reset', { systemCode: 'ECONNRESET', detail: 'closed during the handshake' });
}

function describeCertificate(certificate: X509Certificate | undefined): ProbeCertificate | undefined {
  if (certificate === undefined) return undefined;
  const [subject, issuer] = [readName(certificate.subject), readName(certificate.issuer)];
  return {
    subject: subject.CN ?? subject.O ?? '',
    issuer: [issuer.CN, issuer.O].filter((part) => part !== undefined).join(', '),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    names: readNames(certificate.subjectAltName),
    fingerprint: certificate.fingerprint256,
  };
}

/** `DNS:name, IP Address:address`; names with a comma or a quote in them are quoted, and fit for nothing. */
function readNames(subjectAltName: string | undefined): readonly string[] {
  return (subjectAltName ?? '').split(', ').flatMap((entry) => /^(?:DNS|IP Address):([^"]+)$/.exec(entry)?.[1] ?? []);
}

/** Lines of `key=value`, in which OpenSSL escapes commas and the like by a backslash. */
function readName(text: string): { CN?: string; O?: string } {
  const parts = text.split('\n').map((line): [string, string] => {
    const [key = '', ...value] = line.split('=');
    return [key, value.join('=').replace(/\\(.)/g, '$1')];
  });
  return Object.fromEntries(parts);
}
