import { type NetworkAnswer, Secret } from 'boule-bleue';
import { isRedirect, isWebPage, mediaType } from './answer-shape.ts';
import { readRetryAfter } from './retry-after.ts';

/**
 * What an answer of `authentifier/1.0/` says. `accepted`, `refused`, `expired`, `not-registered` and `blocked`
 * are about the credentials; all others are about the exchange and teach nothing of the credentials.
 */
export type AuthenticationAnswer =
  | AcceptedAnswer
  | { readonly kind: 'refused' | 'expired' | 'not-registered' | 'blocked' }
  | { readonly kind: 'judged-dangerous' | 'malformed' | 'web-page' | 'no-token' }
  | {
      readonly kind: 'too-many' | 'unavailable' /** How long to wait before asking again, where the portal tells. */;
      readonly retryAfterMs?: number;
    }
  | { readonly kind: 'wrong-type'; readonly type: string }
  | { readonly kind: 'redirected'; readonly target: string }
  | { readonly kind: 'server-error' | 'unexpected'; readonly status: number }
  | { readonly kind: 'unknown-refusal'; readonly status: 401 };

/** The jeton that every other service of the portal asks for. It is kept nowhere. */
export interface AcceptedAnswer {
  readonly kind: 'accepted';
  readonly token: Secret;
  /** End of the token, in ms since 1970, where the portal tells. */
  readonly expiresAt?: number;
}

// To the letter: « Guide d'implémentation de l'API DSN » and the portal's developer kit.
const challenges: Readonly<Record<string, 'refused' | 'expired' | 'not-registered'>> = {
  'Basic realm="net-entreprises.fr"': 'refused',
  'Basic realm="Expiration du mot de passe"': 'expired',
  'DSNLogin realm="Utilisateur non-inscrit au service"': 'not-registered',
};

const answersByStatus: Readonly<Record<number, 'blocked' | 'judged-dangerous' | 'malformed' | 'too-many' | 'unavailable'>> = {
  403: 'blocked',
  404: 'unavailable',
  407: 'judged-dangerous',
  422: 'malformed',
  429: 'too-many',
  503: 'unavailable',
};

// The developer kit sends the first; the guide names none, and what is no token is found out by its form.
const tokenTypes: ReadonlySet<string> = new Set(['application/octet-stream', 'text/plain', '']);

export function readAuthenticationAnswer(answer: NetworkAnswer): AuthenticationAnswer {
  const { status } = answer;
  if (status === 200) return readToken(answer);
  if (status === 401) return readChallenge(answer.headers['www-authenticate'] ?? '');
  if (isRedirect(answer)) return { kind: 'redirected', target: answer.headers.location ?? '' };
  const known = answersByStatus[status];
  // A page in place of the portal's empty 403 comes from a filter on the way: nothing is blocked.
  if (known === 'blocked' && isWebPage(answer)) return { kind: 'web-page' };
  if (known === 'too-many' || known === 'unavailable') return { kind: known, ...readRetryAfter(answer.headers['retry-after']) };
  if (known) return { kind: known };
  return { kind: status >= 500 ? 'server-error' : 'unexpected', status };
}

function readToken(answer: NetworkAnswer): AuthenticationAnswer {
  const token = answer.body.trim();
  if (isWebPage(answer)) return { kind: 'web-page' };
  if (token !== '' && !tokenTypes.has(mediaType(answer))) return { kind: 'wrong-type', type: mediaType(answer) };
  if (token === '' || token.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(token)) return { kind: 'no-token' };
  const expiresAt = Date.parse(answer.headers.expires ?? '');
  return { kind: 'accepted', token: new Secret(token), ...(!Number.isNaN(expiresAt) && { expiresAt }) };
}

function readChallenge(challenge: string): AuthenticationAnswer {
  const kind = Object.hasOwn(challenges, challenge.trim()) ? challenges[challenge.trim()] : undefined;
  return kind ? { kind } : { kind: 'unknown-refusal', status: 401 };
}
