import type { NetworkProbeService, NetworkRoute, ProbeReport } from 'boule-bleue';
import { type ConnectionType, connectionTypes } from '../values/connection-values.ts';
import type { Question } from './address-result.ts';
import { type AddressEvidence, type AnsweredQuestion, failedStageOf, reportOf } from './evidence.ts';
import { rulesOfProxies } from './other-way.ts';

/** Ways that are known, by the type of connection that they belong to. */
export type Ways = Partial<Readonly<Record<ConnectionType, NetworkRoute>>>;

export interface PlannedQuestion extends Pick<Question, 'purpose' | 'url' | 'way'> {
  readonly route: NetworkRoute;
}

/** Where a failure lies on the way rather than at the server. */
const stagesOfTheWay: ReadonlySet<string> = new Set(['route', 'name', 'connect', 'proxy', 'tls']);
/** After a TCP connection only these may be a firewall's doing; all else there is between the server and this workstation. */
const causesInTls: ReadonlySet<string> = new Set(['reset', 'timeout']);
/** What a portal does to connections that it doesn't let through, or answers itself. */
const causesByPortals = /^(cert-.*|not-tls|refused|reset|timeout|tls-version)$/;
const stagesOfPortals: ReadonlySet<string> = new Set(['connect', 'tls']);

/** What else to ask about an address that wasn't reached, by the type of connection `tested`. */
export function planQuestions(evidence: AddressEvidence, tested: ConnectionType, ways: Ways): readonly PlannedQuestion[] {
  const report = reportOf(evidence);
  const stage = report && failedStageOf(report);
  if (!report?.cause || stage === undefined) return [];
  const mayLieOnTheWay =
    stagesOfTheWay.has(stage) && (stage !== 'tls' || causesInTls.has(report.cause)) && report.cause !== 'captive-portal';
  return [
    ...(mayLieOnTheWay ? planOtherWays(evidence.url, report, tested, ways) : []),
    ...(stagesOfPortals.has(stage) && causesByPortals.test(report.cause) ? planPortal(evidence.url, tested, ways) : []),
  ];
}

function planOtherWays(url: string, report: ProbeReport, tested: ConnectionType, ways: Ways): readonly PlannedQuestion[] {
  const isAskedAlready = (way: ConnectionType) => way === tested || (way === 'direct' && report.route?.proxy === null);
  // Where a proxy forbids, nobody is told to go around it.
  const isAgainstRule = (way: ConnectionType) => way === 'direct' && rulesOfProxies.has(report.cause!);
  return connectionTypes.flatMap((way) => {
    const route = ways[way];
    return route && !isAskedAlready(way) && !isAgainstRule(way) ? [{ purpose: 'other-way', url, way, route } as const] : [];
  });
}

/** Asks for the host's first page alone: nothing but its name is told in the open. */
function planPortal(url: string, way: ConnectionType, ways: Ways): readonly PlannedQuestion[] {
  const { protocol, hostname } = new URL(url);
  const route = ways[way];
  return protocol === 'https:' && route ? [{ purpose: 'portal', url: `http://${hostname}/`, way, route }] : [];
}

export interface Asking {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** In milliseconds since the test began. */
  readonly elapsedMs: () => number;
}

/** Asks the questions of one test, each once, even where several addresses raise it. */
export class Questioner {
  private readonly asked = new Map<string, Promise<AnsweredQuestion | undefined>>();

  constructor(private readonly prober: NetworkProbeService) {}

  /** @returns the answers, without those for which no time was left. */
  async ask(questions: readonly PlannedQuestion[], asking: Asking): Promise<readonly AnsweredQuestion[]> {
    const answers = await Promise.all(questions.map((question) => this.askOnce(question, asking)));
    return answers.flatMap((answer) => answer ?? []);
  }

  private askOnce(question: PlannedQuestion, asking: Asking): Promise<AnsweredQuestion | undefined> {
    const identity = `${question.way} ${question.url}`;
    const answer = this.asked.get(identity) ?? this.askProber(question, asking);
    this.asked.set(identity, answer);
    return answer;
  }

  private async askProber({ purpose, url, way, route }: PlannedQuestion, asking: Asking): Promise<AnsweredQuestion | undefined> {
    const { timeoutMs, signal, elapsedMs } = asking;
    const startMs = elapsedMs();
    const report = await this.prober.probe({ url, route, timeoutMs, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    const proxy = route.type === 'proxy' ? { host: route.host, port: route.port } : null;
    return report && { purpose, url, way, proxy, startMs, report };
  }
}
