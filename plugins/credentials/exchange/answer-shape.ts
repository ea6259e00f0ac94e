import type { NetworkAnswer } from 'boule-bleue';

/** A page for people where a program was to answer: a filter, a network's own sign-in, maintenance. */
export function isWebPage({ headers, body }: NetworkAnswer): boolean {
  return /\bx?html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype|html|head|body|\?xml|!--)/i.test(body);
}

export function isRedirect({ status }: NetworkAnswer): boolean {
  return status >= 300 && status < 400;
}

/** The media type alone, in lower case; empty where the answer tells none that can be shown. */
export function mediaType({ headers }: NetworkAnswer): string {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,40}$/.test(type) ? type : '';
}
