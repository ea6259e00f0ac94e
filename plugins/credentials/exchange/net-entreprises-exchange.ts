import { type NetworkAnswer, type NetworkService, Secret, type SettingsService } from 'boule-bleue';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { type AuthenticationAnswer, readAuthenticationAnswer } from './authentication-answer.ts';
import { buildAuthenticationBody, clientName, type Environment, type Scheme, serviceCode } from './authentication-request.ts';
import { groupOfCause, type NetworkProblem, networkCause } from './network-problem.ts';

/** What became of one attempt to sign in. */
export type AuthenticationOutcome =
  | AuthenticationAnswer
  /** Never sent: a password doesn't leave without encryption. */
  | { readonly kind: 'plain-http' }
  /** Never sent: the portal asked to be left alone until then, in ms since 1970. */
  | { readonly kind: 'waiting'; readonly until: number }
  /** No answer came. `cause` is a word of `NetworkFailureCause`. */
  | { readonly kind: 'network'; readonly problem: NetworkProblem; readonly cause: string };

/** Used where the connection plugin, which keeps the address, isn't installed. */
const factoryAddress = 'https://services.net-entreprises.fr/authentifier/1.0/';

const timeoutMs = 20_000;
/** Whatever a portal says, nobody is kept from trying for longer. */
const longestWaitMs = 60 * 60 * 1000;

/** Signs in to Net-entreprises once per call: a refused password must never be tried again by a program. */
export class NetEntreprisesExchange {
  /** By address, until when the portal wants no request, in ms since 1970. */
  private readonly waits = new Map<string, number>();

  constructor(
    private readonly network: NetworkService,
    private readonly settings: SettingsService,
    /** Version of the software, for the portal's logs. */
    private readonly version: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** @throws ShellError `permission.denied`; an `AbortError` when cancelled. What the network does is an outcome. */
  async authenticate(credentials: NetEntreprisesCredentials, signal: AbortSignal): Promise<AuthenticationOutcome> {
    const address = (await this.settings.get<string>('connection.servers.netEntreprises')) || factoryAddress;
    if (/^http:/i.test(address)) return { kind: 'plain-http' };
    const until = this.waits.get(address) ?? 0;
    if (until > this.now()) return { kind: 'waiting', until };
    const body = new Secret(buildAuthenticationBody(credentials, await this.service()));
    try {
      const answer = readAuthenticationAnswer(await this.send(address, body, signal));
      this.keepWait(address, answer);
      return answer;
    } catch (error) {
      const cause = networkCause(error);
      if (cause === undefined) throw error;
      return { kind: 'network', problem: groupOfCause(cause), cause };
    }
  }

  private keepWait(address: string, answer: AuthenticationAnswer): void {
    const waitMs = 'retryAfterMs' in answer ? (answer.retryAfterMs ?? 0) : 0;
    if (waitMs > 0) this.waits.set(address, this.now() + Math.min(waitMs, longestWaitMs));
    else this.waits.delete(address);
  }

  private send(url: string, body: Secret, signal: AbortSignal): Promise<NetworkAnswer> {
    const headers = { 'content-type': 'application/xml', 'user-agent': clientName(this.version) };
    return this.network.request({ url, method: 'POST', headers, body, timeoutMs, signal });
  }

  private async service(): Promise<string> {
    const scheme = await this.settings.get<Scheme>('netEntreprises.scheme');
    const environment = await this.settings.get<Environment>('netEntreprises.environment');
    return serviceCode(scheme ?? 'general', environment ?? 'production');
  }
}
