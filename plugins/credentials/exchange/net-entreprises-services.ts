import type { NetworkAnswer, NetworkRequest, NetworkService, Secret, SettingsService } from 'boule-bleue';
import { clientName } from './authentication-request.ts';
import { groupOfCause, type NetworkProblem, networkCause } from './network-problem.ts';
import { readServiceAddresses, type ServiceAddresses } from './service-addresses.ts';
import { readReachAnswer, readSearchAnswer, type ServiceAnswer } from './service-answer.ts';

/** What became of one question to a service. */
export type ServiceOutcome = (
  | ServiceAnswer
  /** Never sent: a token doesn't leave without encryption. */
  | { readonly kind: 'plain-http' }
  /** No answer came. `cause` is a word of `NetworkFailureCause`. */
  | { readonly kind: 'network'; readonly problem: NetworkProblem; readonly cause: string }
) & {
  /** The service's host, as users may have to have it allowed; empty where the address is none. */
  readonly host: string;
  /** In ms since 1970: not to be asked the same before. */
  readonly askAgainAt?: number;
};

const timeoutMs = 15_000;
const maximumListBytes = 1_048_576;
const minuteMs = 60_000;
/** Long enough to be a range, short enough to be within any limit that `Accept-Ranges` may set. */
const rangeMs = 10 * minuteMs;
/** A clock that is fast by less still asks for the past. */
const clockToleranceMs = 5 * minuteMs;
const longestPauseMs = 60 * minuteMs;

/** Asks the services behind the authentication harmless questions, once per call. Never deposits, and follows no redirect. */
export class NetEntreprisesServices {
  constructor(
    private readonly network: NetworkService,
    private readonly settings: SettingsService,
    /** Version of the software, for the portal's logs. */
    private readonly version: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** The services in force. */
  addresses(): Promise<ServiceAddresses> {
    return readServiceAddresses(this.settings);
  }

  /**
   * Whether the deposit service is there: a GET, with which nothing can be deposited. It shows no token, since reaching a service takes none.
   * @throws ShellError `permission.denied`; an `AbortError` when cancelled. What the network does is an outcome.
   */
  async reachDeposit(signal: AbortSignal): Promise<ServiceOutcome> {
    const { deposit } = await this.addresses();
    return this.ask(deposit, {}, signal, (answer, origin) => readReachAnswer(answer, origin));
  }

  /**
   * Whether the returns of this declarant can be searched with the token. The CRM PAS are among them. Throws as `reachDeposit` does.
   *
   * The zone of the portal's times is documented nowhere. A moment of UTC is in the past in Paris too, and a range with both ends is as wide in
   * either zone.
   */
  async searchReturns(token: Secret, signal: AbortSignal): Promise<ServiceOutcome> {
    const { consultation } = await this.addresses();
    const end = this.now() - clockToleranceMs;
    const address = `${consultation.replace(/\/+$/, '')}/lister-retours-declarant/2.0/${writeTime(end - rangeMs)}/${writeTime(end)}`;
    const headers = { authorization: `DSNLogin jeton=${await token.reveal()}`, 'accept-encoding': 'gzip' };
    return this.ask(address, headers, signal, readSearchAnswer);
  }

  private async ask(
    url: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
    read: (answer: NetworkAnswer, origin: string) => ServiceAnswer,
  ): Promise<ServiceOutcome> {
    const { origin = '', host = '', protocol } = URL.parse(url) ?? {};
    if (protocol === 'http:') return { kind: 'plain-http', host };
    const request: NetworkRequest = {
      url,
      headers: { ...headers, 'user-agent': clientName(this.version) },
      timeoutMs,
      maximumBytes: maximumListBytes,
      signal,
    };
    try {
      const answer = await this.network.request(request);
      const said = read(answer, origin);
      return { ...said, host, ...this.pauseOf(answer, said) };
    } catch (error) {
      const cause = networkCause(error);
      if (cause === undefined) throw error;
      return { kind: 'network', problem: groupOfCause(cause), cause, host };
    }
  }

  /** `Retry-After`, or the `Expires` of a search's answer by the service's own clock: the guide has it limit the rate. */
  private pauseOf({ headers }: NetworkAnswer, said: ServiceAnswer): { readonly askAgainAt?: number } {
    const serverNow = Date.parse(headers.date ?? '');
    const expiresMs = Date.parse(headers.expires ?? '') - (Number.isNaN(serverNow) ? this.now() : serverNow);
    const pauseMs = 'retryAfterMs' in said ? (said.retryAfterMs ?? 0) : expiresMs;
    return pauseMs > 0 ? { askAgainAt: this.now() + Math.min(pauseMs, longestPauseMs) } : {};
  }
}

/** `AAAAMMJJHHMMSS`. */
function writeTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace(/\D/g, '').slice(0, 14);
}
