import { exchangeRaw } from '../http-exchange.ts';
import type { Question } from './investigation.ts';

/** Whether something that doesn't speak TLS on the port of an `https:` address speaks HTTP there. */
export const askForPlainHttp: Question = async ({ cause }, { url, connect }, signal) => {
  if (cause !== 'not-tls') return {};
  const plainUrl = new URL(url.href.replace(/^https:/, 'http:'));
  // The port stays what it was, also where `https:` implied it.
  plainUrl.port = url.port || '443';
  const get = { url: plainUrl, method: 'GET', headers: { accept: '*/*' }, maximumBytes: 0, whenLonger: 'cut' } as const;
  const { status } = await exchangeRaw(await connect(signal), get, signal);
  // What web servers answer where TLS is spoken after all.
  return status === 400 ? {} : { speaksPlainHttp: true };
};
