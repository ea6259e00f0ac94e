import { type NetworkAnswer, Secret } from 'boule-bleue';
import * as v from 'valibot';
import { findAuthenticationFault } from '../diagnosis/answer-faults.ts';
import { type AuthenticationAttempt, explainFailure, type Verdict } from './authentication-verdict.ts';

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

const authorisedSchema = v.object({
  etat: v.literal('autorisee'),
  jeton: shortText,
  expire: v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text)), 'is not a date'),
  ),
  cleAssistance: shortText,
});

const refusedSchema = v.object({
  etat: v.literal('refusee'),
  motif: v.picklist(['autorisation-refusee', 'licence-inconnue']),
});

const refusals = { 'autorisation-refusee': 'refused', 'licence-inconnue': 'unknown-licence' } as const;

/** Reads the server's answer; whatever isn't one of the two that are agreed on is a failure with its cause. */
export function readAuthenticationAnswer(answer: NetworkAnswer, attempt: AuthenticationAttempt): Verdict {
  const body = parseJson(answer.body);
  const authorised = v.safeParse(authorisedSchema, body);
  if (answer.status === 200 && authorised.success) {
    const { expire, cleAssistance } = authorised.output;
    return { state: 'connected', expiresAtMs: Date.parse(expire), assistanceKey: new Secret(cleAssistance) };
  }
  const refused = v.safeParse(refusedSchema, body);
  if (answer.status === 403 && refused.success) {
    const state = refusals[refused.output.motif];
    return { state, reason: { key: `authentication.${state}` }, next: { key: 'next.contact-assistance' }, cause: null };
  }
  return explainFailure(findAuthenticationFault(answer, attempt.url, attempt.nowMs), attempt);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An answer that isn't JSON is judged by its status and headers.
    return undefined;
  }
}
