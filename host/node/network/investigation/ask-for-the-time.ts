import { checkServerIdentity } from 'node:tls';
import type { Authorities } from '../certificates/authorities.ts';
import { findVoucher } from '../certificates/find-voucher.ts';
import type { Handshake } from '../certificates/read-encryption.ts';
import { exchangeRaw } from '../http/http-exchange.ts';
import { readClock } from '../http/read-clock.ts';
import { hostOf } from '../web-address.ts';
import type { Question } from './investigation.ts';
import { shakeHandsUnverified } from './unverified-handshake.ts';

/** `serverAuth` (RFC 5280, 4.2.1.12). */
const forServers = '1.3.6.1.5.5.7.3.1';

/**
 * What time a server has whose certificate is outdated or not yet valid: either its certificate is wrong, or this workstation's clock. A
 * wrong clock makes every server's certificate wrong, so none could be asked otherwise. Only a server is asked that a trusted authority
 * vouches for under the name it was asked by; it learns nothing but that somebody asks, and its answer is used for nothing but a hint.
 */
export const askForTheTime: Question = async ({ cause }, { url, trust, connect }, signal) => {
  if (cause !== 'cert-expired' && cause !== 'cert-not-yet-valid') return {};
  const host = hostOf(url);
  const authorities = await trust.authorities();
  const connected = await connect(signal);
  try {
    const { socket, handshake } = await shakeHandsUnverified(connected.socket, host, { minVersion: 'TLSv1.2' }, signal);
    if (!isTrustedButForDates(handshake, host, authorities)) return {};
    const head = { url: new URL('/', url), method: 'HEAD', headers: {}, maximumBytes: 0, whenLonger: 'cut' } as const;
    const clock = readClock(await exchangeRaw({ ...connected, socket }, head, signal));
    return clock ? { clock } : {};
  } finally {
    connected.socket.destroy();
  }
};

/** By hand, since OpenSSL can't be told to look past dates and at all the rest. */
function isTrustedButForDates({ chain }: Handshake, host: string, authorities: Authorities): boolean {
  const [own] = chain;
  if (own === undefined || findVoucher(chain, authorities) === undefined) return false;
  const isForServers = own.keyUsage === undefined || own.keyUsage.includes(forServers);
  return isForServers && checkServerIdentity(host, own.toLegacyObject()) === undefined;
}
