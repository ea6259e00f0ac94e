import type { X509Certificate } from 'node:crypto';
import type { NetworkFailureCause, ProbeFindings, ProbeReport } from '../../../../core/services/network-probe-service.ts';
import type { Trust } from '../certificates/trust.ts';
import { classifyFailure } from '../classify-failure.ts';
import type { Connected } from '../dialing/dialer.ts';
import { PrivateAddressError } from '../dialing/private-address-error.ts';
import type { RawAnswer } from '../http/http-exchange.ts';
import { askForHttp2 } from './ask-for-http2.ts';
import { questionForMissingIssuer } from './ask-for-missing-issuer.ts';
import { askForOldEncryption } from './ask-for-old-encryption.ts';
import { askForPlainHttp } from './ask-for-plain-http.ts';
import { askForTheTime } from './ask-for-the-time.ts';

/** A probe's report before any further question. */
export type ProbeFailure = ProbeReport & { readonly cause: NetworkFailureCause };

/** What a question may use. Nothing that it receives is trusted, and it sends no secret. */
export interface InvestigationContext {
  /** The address that was probed. */
  readonly url: URL;
  readonly trust: Trust;
  /** What the server showed, where it was refused for that. */
  readonly sentChain: readonly X509Certificate[];
  /** Connects to the server once more, by the same way, up to where its encryption would begin. The caller destroys the socket. */
  connect(signal: AbortSignal): Promise<Connected>;
  /**
   * Sends an empty GET by the same way to an address that somebody else chose; noted in the journal. The body is cut off after 64 KB.
   * @throws PrivateAddressError where that leads inside; this workstation may be asked where it was probed itself.
   */
  get(url: URL, signal: AbortSignal): Promise<RawAnswer>;
}

export type Insights = Partial<ProbeFindings & Pick<ProbeReport, 'clock' | 'encryption'>> & {
  /** What it really was, where the answer shows that. */
  readonly cause?: NetworkFailureCause;
};

/** Finds out one more thing about a failure, nothing where it isn't concerned. May reject as the network does: then nothing is found. */
export type Question = (failure: ProbeFailure, context: InvestigationContext, signal: AbortSignal) => Promise<Insights>;

const questions: readonly Question[] = [askForPlainHttp, askForHttp2, questionForMissingIssuer(), askForOldEncryption, askForTheTime];

/** Asks all questions at once. What can't be found out by the end of the signal is left out. */
export async function investigate(
  failure: ProbeFailure,
  context: InvestigationContext,
  signal: AbortSignal,
): Promise<Partial<ProbeReport>> {
  const answers = await Promise.all(questions.map((question) => answerOrNothing(() => question(failure, context, signal), signal)));
  const { cause, clock, encryption, ...findings }: Insights = Object.assign({}, ...answers);
  return {
    ...(cause && { cause }),
    ...(clock && { clock }),
    ...(encryption && { encryption }),
    ...(Object.keys(findings).length > 0 && { findings }),
  };
}

async function answerOrNothing(ask: () => Promise<Insights>, signal: AbortSignal): Promise<Insights> {
  if (signal.aborted) return {};
  try {
    return await ask();
  } catch (error) {
    // The failure that is looked into may well stand before the question too, and a name may lead elsewhere the second time.
    if (signal.aborted || classifyFailure(error) !== undefined || error instanceof PrivateAddressError) return {};
    throw error;
  }
}
