import type { NetworkFailureCause, ProbeFindings, ProbeReport } from '../../../../core/services/network-probe-service.ts';
import { classifyFailure } from '../classify-failure.ts';
import type { Connected } from '../dialer.ts';
import type { RawAnswer } from '../http-exchange.ts';
import type { Trust } from '../trust.ts';
import { askForPlainHttp } from './ask-for-plain-http.ts';

/** A probe's report before any further question. */
export type ProbeFailure = ProbeReport & { readonly cause: NetworkFailureCause };

/** What a question may use. Nothing that it receives is trusted, and it sends no secret. */
export interface InvestigationContext {
  /** The address that was probed. */
  readonly url: URL;
  readonly trust: Trust;
  /** Connects to the server once more, by the same way, up to where its encryption would begin. The caller destroys the socket. */
  connect(signal: AbortSignal): Promise<Connected>;
  /** Sends an empty GET to any address by the same way; noted in the journal. The body is cut off after 64 KB. */
  get(url: URL, signal: AbortSignal): Promise<RawAnswer>;
}

export type Insights = Partial<ProbeFindings & Pick<ProbeReport, 'clock'>>;

/** Finds out one more thing about a failure, nothing where it isn't concerned. May reject as the network does: then nothing is found. */
export type Question = (failure: ProbeFailure, context: InvestigationContext, signal: AbortSignal) => Promise<Insights>;

const questions: readonly Question[] = [askForPlainHttp];

/** Asks all questions at once. What can't be found out by the end of the signal is left out. */
export async function investigate(
  failure: ProbeFailure,
  context: InvestigationContext,
  signal: AbortSignal,
): Promise<Pick<ProbeReport, 'findings' | 'clock'>> {
  const answers = await Promise.all(questions.map((question) => answerOrNothing(() => question(failure, context, signal), signal)));
  const { clock, ...findings }: Insights = Object.assign({}, ...answers);
  return { ...(clock && { clock }), ...(Object.keys(findings).length > 0 && { findings }) };
}

async function answerOrNothing(ask: () => Promise<Insights>, signal: AbortSignal): Promise<Insights> {
  if (signal.aborted) return {};
  try {
    return await ask();
  } catch (error) {
    // The failure that is looked into may well stand before the question too.
    if (signal.aborted || classifyFailure(error) !== undefined) return {};
    throw error;
  }
}
