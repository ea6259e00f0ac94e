import { ShellError } from '../../../core/errors.ts';
import type { Event } from '../../../core/event.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import {
  NetworkProbeService,
  type ProbeAnswer,
  type ProbeReport,
  type ProbeRequest,
} from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import { Deadline } from './deadline.ts';
import { type Dialer, type DialRequest, runUnobserved, type StageBounds } from './dialing/dialer.ts';
import { PrivateAddressError } from './dialing/private-address-error.ts';
import { exchangeRaw, type RawAnswer, toTextAnswer } from './http/http-exchange.ts';
import type { Traffic } from './http/read-body.ts';
import { readClock } from './http/read-clock.ts';
import { type InvestigationContext, investigate } from './investigation/investigation.ts';
import type { NetworkGrants } from './network-client.ts';
import { startRecord, toNetworkError } from './request-note.ts';
import { isLoopback } from './routes/no-proxy.ts';
import { StageRecorder } from './stage-recorder.ts';
import { hostOf, parseAddress } from './web-address.ts';
import { whilePermitted } from './while-permitted.ts';

export interface NetworkProbeOptions {
  readonly pluginId: string;
  readonly dialer: Dialer;
  /** The way in force, for probes that name none. */
  readonly currentRoute: () => Promise<NetworkRoute>;
  readonly userAgent: string;
  readonly grants: Pick<NetworkGrants, 'privateNetwork' | 'onDidChange'>;
  /** Told of each probe once it has ended, refused ones too. */
  readonly onRequest: (record: RequestRecord) => void;
  readonly onDidChangeNetwork: Event<void>;
  readonly bounds?: ProbeBounds;
}

export interface ProbeBounds {
  readonly stages: StageBounds;
  /** How long an answer's body is waited for, once its head has come. */
  readonly bodyMs: number;
}

/** Less than the whole, so that there is time for further questions to a port that is filtered. */
const usualBounds: ProbeBounds = { stages: { name: 5_000, connect: 6_000, proxy: 6_000, tls: 6_000 }, bodyMs: 2_000 };

const defaultTimeoutMs = 10_000;
const maximumTimeoutMs = 20_000;
const bodyBytes = 65_536;

/** Reaches for servers the way requests do, noting how each stage went. */
export class NetworkProbe extends NetworkProbeService {
  constructor(private readonly options: NetworkProbeOptions) {
    super();
  }

  async probe(request: ProbeRequest): Promise<ProbeReport> {
    const recorder = new StageRecorder();
    const deadline = new Deadline(Math.min(request.timeoutMs ?? defaultTimeoutMs, maximumTimeoutMs), request.signal);
    try {
      const report = await this.reachNoted(request, recorder, deadline);
      const insights = request.investigate ? await this.investigate(request, report, recorder.sentChain, deadline.signal) : {};
      deadline.throwIfCancelled();
      return { ...report, ...insights };
    } finally {
      deadline.dispose();
    }
  }

  /** Reaches for the server, and notes in the journal what became of it. */
  private async reachNoted(request: ProbeRequest, recorder: StageRecorder, deadline: Deadline): Promise<ProbeReport> {
    const note = startRecord('GET', URL.parse(request.url), this.options.onRequest);
    try {
      const answer = await this.reach(request, recorder, deadline.signal, note.traffic);
      note.answered(answer.status);
      return recorder.report({ cause: null, answer });
    } catch (error) {
      const failure = error instanceof PrivateAddressError ? this.denied(error.host) : error;
      note.failed(toNetworkError(failure, ''));
      deadline.throwIfCancelled();
      return recorder.reportFailure(failure);
    }
  }

  override onDidChangeNetwork(listener: () => void): Disposable {
    return this.options.onDidChangeNetwork(listener);
  }

  private async reach(request: ProbeRequest, recorder: StageRecorder, caller: AbortSignal, traffic: Traffic): Promise<ProbeAnswer> {
    const { run, note, checkpoint } = recorder;
    const { grants, dialer, userAgent } = this.options;
    const url = await run(
      'address',
      async () => parseAddress(request.url),
      ({ origin }) => origin,
    );
    const mayLeadInside = grants.privateNetwork();
    let leadsInside = mayLeadInside;
    const denial = () => (leadsInside && !grants.privateNetwork() ? this.denied(url.host) : undefined);
    return whilePermitted({ onDidChange: grants.onDidChange, denial }, caller, async (signal) => {
      const dialled = await dialer.dial({ ...this.wayOf(request), url, signal, run, note, checkpoint });
      leadsInside = dialled.leadsInside;
      const headers = { 'user-agent': userAgent, accept: '*/*' };
      const get = { ...emptyGet, url, headers, bodyTimeoutMs: this.bounds.bodyMs, traffic };
      const answer = await run('http', () => exchangeRaw(dialled, get, signal), describeAnswer);
      const clock = readClock(answer);
      if (clock) note({ clock });
      return toTextAnswer(answer);
    });
  }

  /** Looks closer at a failure. Whoever may no longer reach inside asks no further. */
  private async investigate(request: ProbeRequest, report: ProbeReport, sentChain: InvestigationContext['sentChain'], caller: AbortSignal) {
    const { cause } = report;
    const url = URL.parse(request.url);
    if (cause === null || url === null) return {};
    const { grants, dialer } = this.options;
    const way = this.wayOf(request);
    const denial = () => (way.limits.privateTarget && !grants.privateNetwork() ? this.denied(url.host) : undefined);
    return whilePermitted({ onDidChange: grants.onDidChange, denial }, caller, (permitted) => {
      const context: InvestigationContext = {
        url,
        trust: dialer.trust,
        sentChain,
        connect: (signal) => dialer.connect({ ...way, url, signal, run: runUnobserved }),
        get: (address, signal) => this.getNoted(address, mayBeChosenByOthers(way, url), signal),
      };
      return investigate({ ...report, cause }, context, permitted);
    });
  }

  private async getNoted(url: URL, way: ProbeWay, signal: AbortSignal): Promise<RawAnswer> {
    const note = startRecord('GET', url, this.options.onRequest);
    try {
      const dialled = await this.options.dialer.dial({ ...way, url, signal, run: runUnobserved });
      const answer = await exchangeRaw(dialled, { ...emptyGet, url, headers: { accept: '*/*' }, traffic: note.traffic }, signal);
      note.answered(answer.status);
      return answer;
    } catch (error) {
      note.failed(error instanceof PrivateAddressError ? this.denied(error.host) : toNetworkError(error, url.hostname));
      throw error;
    }
  }

  private wayOf({ route }: ProbeRequest): ProbeWay {
    const { grants, currentRoute } = this.options;
    const mayLeadInside = grants.privateNetwork();
    return {
      route: route === undefined ? currentRoute : async () => route,
      bounds: this.bounds.stages,
      limits: { privateTarget: mayLeadInside, privateProxy: mayLeadInside || route === undefined },
    };
  }

  private get bounds(): ProbeBounds {
    return this.options.bounds ?? usualBounds;
  }

  private denied(host: string): ShellError {
    return new ShellError('permission.denied', { plugin: this.options.pluginId, permission: 'privateNetwork', subject: host });
  }
}

type ProbeWay = Pick<DialRequest, 'route' | 'limits' | 'bounds'>;

function describeAnswer({ status, isWhole }: RawAnswer): string {
  return isWhole ? `HTTP ${status}` : `HTTP ${status}; the body was cut off or broke off`;
}

const emptyGet = { method: 'GET', maximumBytes: bodyBytes, whenLonger: 'cut' } as const;

/** Strangers' addresses never lead into the user's network, nor to this workstation unless the user named it too. */
function mayBeChosenByOthers({ limits, ...way }: ProbeWay, probed: URL): ProbeWay {
  return { ...way, limits: { ...limits, privateTarget: limits.privateTarget && isLoopback(hostOf(probed)) } };
}
