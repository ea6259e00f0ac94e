import type { Secret } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesServices, ServiceOutcome } from '../exchange/net-entreprises-services.ts';
import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';
import { identityKey } from './failure-counter.ts';

/** What a service said, and when where that was an earlier test. */
export interface ServiceFinding {
  readonly outcome: ServiceOutcome;
  /** In ms since 1970: the service asks not to be asked again so soon, so this is what it said then. */
  readonly rememberedFrom?: number;
}

export interface ServiceFindings {
  readonly deposit: ServiceFinding;
  readonly returns: ServiceFinding;
  /** Of the second authentication, where the returns service wanted another token. */
  readonly renewal?: AuthenticationOutcome;
}

interface Remembered {
  readonly outcome: ServiceOutcome;
  readonly at: number;
  readonly until: number;
}

/** What an earlier answer is worth repeating for. */
const keptKinds: ReadonlySet<ServiceOutcome['kind']> = new Set(['answered', 'too-many', 'unavailable']);

/** Asks the services behind the authentication, each at most as often as it lets itself be asked. */
export class ServiceCheck {
  /** By question. */
  private readonly remembered = new Map<string, Remembered>();

  constructor(
    private readonly services: NetEntreprisesServices,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param authenticate signs in once more, for another token.
   * @throws what the services throw: `permission.denied`, an `AbortError`.
   */
  async check(
    identity: NetEntreprisesIdentity,
    token: Secret,
    authenticate: () => Promise<AuthenticationOutcome>,
    signal: AbortSignal,
  ): Promise<ServiceFindings> {
    const addresses = await this.services.addresses();
    const searched = `${addresses.consultation} ${await identityKey(identity)}`;
    const [deposit, first] = await Promise.all([
      this.askOnce(addresses.deposit, () => this.services.reachDeposit(signal)),
      this.askOnce(searched, () => this.services.searchReturns(token, signal)),
    ]);
    if (!wantsAnotherToken(first.outcome)) return { deposit, returns: first };
    const renewal = await authenticate();
    if (renewal.kind !== 'accepted') return { deposit, returns: first, renewal };
    // Once, and never more: a token that is refused again is no matter of its age.
    return { deposit, returns: await this.askOnce(searched, () => this.services.searchReturns(renewal.token, signal)), renewal };
  }

  private async askOnce(question: string, ask: () => Promise<ServiceOutcome>): Promise<ServiceFinding> {
    const now = this.now();
    for (const [key, { until }] of this.remembered) if (until <= now) this.remembered.delete(key);
    const known = this.remembered.get(question);
    if (known) return { outcome: known.outcome, rememberedFrom: known.at };
    const outcome = await ask();
    const { askAgainAt } = outcome;
    if (askAgainAt !== undefined && keptKinds.has(outcome.kind))
      this.remembered.set(question, { outcome, at: this.now(), until: askAgainAt });
    return { outcome };
  }
}

function wantsAnotherToken({ kind }: ServiceOutcome): boolean {
  return kind === 'token-invalid' || kind === 'token-expired';
}
