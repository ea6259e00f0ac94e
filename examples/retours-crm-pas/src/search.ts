import { type AuthenticationService, type AuthenticationSession, type NetworkAnswer, type NetworkService, ShellError } from 'boule-bleue';
import { type Range, writeTime } from './ranges.ts';
import { type PortalReturn, readReturns } from './read-returns.ts';

/** What a search found, and when the portal wants to be asked again. */
export interface SearchAnswer {
  /** `too-many`: not searched; perhaps later, or a shorter range. */
  readonly outcome: 'found' | 'too-many';
  readonly returns: readonly PortalReturn[];
  readonly pauseMs: number;
  /** How wide a search may be, where the portal says so. */
  readonly longestMs?: number;
}

export interface SearchParts {
  readonly sessions: AuthenticationService;
  readonly network: NetworkService;
  /** The consultation service, as the setting holds it. */
  readonly address: () => Promise<string>;
}

const provider = 'net-entreprises';
/** So few bytes a second are no burden, whatever the portal says. */
const shortestPauseMs = 1_000;
const longestPauseMs = 15 * 60_000;
const unknownPauseMs = 2 * 60_000;

/** Searches the returns of a declarant, one range a call, with the session that the user agreed to. */
export class Search {
  constructor(private readonly parts: SearchParts) {}

  /**
   * The session to begin with: asks the user where they have not agreed yet.
   * @throws ShellError `retours-crm-pas.not-agreed`, or what the provider says where it has none.
   */
  async begin(account: string | undefined, signal: AbortSignal): Promise<AuthenticationSession> {
    return this.session({ ...(account !== undefined && { account }), signal });
  }

  /** @throws ShellError `retours-crm-pas.…`, `network.…`, or what the provider says. */
  async search(account: string, range: Range, signal: AbortSignal): Promise<SearchAnswer> {
    const answer = await this.ask(await this.session({ account, silent: true, signal }), range, signal);
    if (!isTokenRefused(answer)) return read(answer);
    // Once: a token that is refused as soon as it was made will be refused again.
    return read(await this.ask(await this.session({ account, silent: true, renew: true, signal }), range, signal));
  }

  private async session(options: Parameters<AuthenticationService['getSession']>[1]): Promise<AuthenticationSession> {
    const session = await this.parts.sessions.getSession(provider, options);
    if (!session) throw new ShellError('retours-crm-pas.not-agreed');
    return session;
  }

  private async ask({ accessToken }: AuthenticationSession, { from, to }: Range, signal: AbortSignal): Promise<NetworkAnswer> {
    const address = (await this.parts.address()).replace(/\/+$/, '');
    return this.parts.network.request({
      url: `${address}/lister-retours-declarant/2.0/${writeTime(from)}/${writeTime(to)}`,
      headers: { authorization: `DSNLogin jeton=${await accessToken.reveal()}`, 'accept-encoding': 'gzip' },
      maximumBytes: 1_048_576,
      signal,
    });
  }
}

function read(answer: NetworkAnswer): SearchAnswer {
  const { status, headers, body } = answer;
  const paused = { pauseMs: pauseOf(headers, status === 429 ? unknownPauseMs : shortestPauseMs), ...longestOf(headers) };
  if (status === 404) return { outcome: 'found', returns: [], ...paused };
  if (status === 429) return { outcome: 'too-many', returns: [], ...paused };
  if (status !== 200) throw failure(answer);
  const returns = readReturns(body);
  if (!returns) throw new ShellError('retours-crm-pas.garbled');
  return { outcome: 'found', returns, ...paused };
}

function failure(answer: NetworkAnswer): ShellError {
  const challenge = answer.headers['www-authenticate'] ?? '';
  if (isTokenRefused(answer)) return new ShellError('retours-crm-pas.token-refused');
  if (answer.status === 401 && challenge.includes('non-inscrit')) return new ShellError('retours-crm-pas.not-registered');
  return new ShellError('retours-crm-pas.portal', { status: answer.status });
}

// To the letter: « Guide d'implémentation de l'API DSN ».
const tokenRefusals = ['DSNLogin realm="Expiration du jeton"', 'DSNLogin realm="Jeton manquant ou invalide"'];

function isTokenRefused({ status, headers }: NetworkAnswer): boolean {
  return status === 401 && tokenRefusals.includes(headers['www-authenticate']?.trim() ?? '');
}

/** `Retry-After`, or the `Expires` of the answer by the portal's own clock: not to be asked again sooner. */
function pauseOf(headers: NetworkAnswer['headers'], byDefault: number): number {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  const expiresMs = Date.parse(headers.expires ?? '') - Date.parse(headers.date ?? new Date().toUTCString());
  const wanted = [seconds * 1_000, expiresMs].find((ms) => ms > 0) ?? byDefault;
  return Math.min(Math.max(wanted, shortestPauseMs), longestPauseMs);
}

/** `Accept-Ranges: minutes=0-60` */
function longestOf(headers: NetworkAnswer['headers']): Pick<SearchAnswer, 'longestMs'> {
  const minutes = Number(/^minutes=0-(\d{1,4})$/.exec(headers['accept-ranges'] ?? '')?.[1] ?? 0);
  return minutes > 0 ? { longestMs: minutes * 60_000 } : {};
}
