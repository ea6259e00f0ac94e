import type { NetworkAnswer } from 'boule-bleue';
import { isRedirect, isWebPage, mediaType } from './answer-shape.ts';
import { readRetryAfter } from './retry-after.ts';

/** What a service of the portal that stands behind the authentication answered. `answered`: it is there, and does what it was asked. */
export type ServiceAnswer =
  | { readonly kind: 'answered' }
  | { readonly kind: 'token-invalid' | 'token-expired' | 'not-registered' }
  | { readonly kind: 'forbidden' | 'judged-dangerous' | 'malformed' | 'web-page' | 'empty' | 'garbled' }
  | { readonly kind: 'wrong-type'; readonly type: string }
  | {
      readonly kind: 'too-many' | 'unavailable' /** How long to wait before asking again, where the service tells. */;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'redirected'; readonly target: string }
  | { readonly kind: 'server-error' | 'unexpected'; readonly status: number }
  | { readonly kind: 'unknown-refusal'; readonly status: 401 };

// To the letter: « Guide d'implémentation de l'API DSN ».
const challenges: Readonly<Record<string, 'token-invalid' | 'token-expired' | 'not-registered'>> = {
  'DSNLogin realm="Jeton manquant ou invalide"': 'token-invalid',
  'DSNLogin realm="Expiration du jeton"': 'token-expired',
  'DSNLogin realm="Utilisateur non-inscrit au service"': 'not-registered',
};

const kindsByStatus: Readonly<Record<number, 'forbidden' | 'judged-dangerous' | 'malformed' | 'too-many' | 'unavailable'>> = {
  403: 'forbidden',
  407: 'judged-dangerous',
  422: 'malformed',
  429: 'too-many',
  503: 'unavailable',
};

/** Reads the answer to a search. Nothing found (404) is a good answer: the guide says so, and refusals have no body. */
export function readSearchAnswer(answer: NetworkAnswer): ServiceAnswer {
  const { status } = answer;
  if (status === 200) return readList(answer);
  if (status === 404) return { kind: isWebPage(answer) ? 'web-page' : 'answered' };
  return readRefusal(answer);
}

/**
 * Reads the answer of a service that was asked for nothing: it is there when it says anything below 500. A page in its place, or a
 * redirection to another origin, is somebody else's answer.
 * @param origin of the service.
 */
export function readReachAnswer(answer: NetworkAnswer, origin: string): ServiceAnswer {
  const { status } = answer;
  if (status >= 500 || status === 429 || status === 407) return readRefusal(answer);
  if (isRedirect(answer)) {
    const target = URL.parse(answer.headers.location ?? '', origin);
    return target?.origin === origin ? { kind: 'answered' } : readRefusal(answer);
  }
  return { kind: status === 200 && isWebPage(answer) ? 'web-page' : 'answered' };
}

function readList(answer: NetworkAnswer): ServiceAnswer {
  if (answer.body.trim() === '') return { kind: 'empty' };
  if (isWebPage(answer)) return { kind: 'web-page' };
  const type = mediaType(answer);
  if (type !== '' && !/[/+]json$/.test(type)) return { kind: 'wrong-type', type };
  return { kind: isJsonObject(answer.body) ? 'answered' : 'garbled' };
}

function readRefusal(answer: NetworkAnswer): ServiceAnswer {
  const { status, headers } = answer;
  if (status === 401) {
    const challenge = (headers['www-authenticate'] ?? '').trim();
    const kind = Object.hasOwn(challenges, challenge) ? challenges[challenge] : undefined;
    return kind ? { kind } : { kind: 'unknown-refusal', status };
  }
  if (isRedirect(answer)) return { kind: 'redirected', target: headers.location ?? '' };
  const known = kindsByStatus[status];
  if (known === 'forbidden' && isWebPage(answer)) return { kind: 'web-page' };
  if (known === 'too-many' || known === 'unavailable') return { kind: known, ...readRetryAfter(headers['retry-after']) };
  if (known) return { kind: known };
  return { kind: status >= 500 ? 'server-error' : 'unexpected', status };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
