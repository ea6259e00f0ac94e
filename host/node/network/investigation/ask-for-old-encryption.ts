import { classifyFailure } from '../classify-failure.ts';
import { hostOf } from '../web-address.ts';
import type { Question } from './investigation.ts';
import { shakeHandsUnverified } from './unverified-handshake.ts';

/** All that OpenSSL still knows: TLS 1.0 and 1.1 need its security level 0. */
const everything = { minVersion: 'TLSv1', ciphers: 'ALL:!aNULL:!eNULL:@SECLEVEL=0' } as const;

/** Which version a server agrees to that agreed to none of today's: the lesser side is then the server. Nothing is sent over it. */
export const askForOldEncryption: Question = async ({ cause }, { url, connect }, signal) => {
  if (cause !== 'tls-version') return {};
  const { socket } = await connect(signal);
  try {
    const { handshake } = await shakeHandsUnverified(socket, hostOf(url), everything, signal);
    return handshake.version === undefined ? {} : { oldestEncryption: handshake.version };
  } catch (error) {
    if (classifyFailure(error)?.reason === 'tls-version') return { oldestEncryption: null };
    throw error;
  } finally {
    socket.destroy();
  }
};
