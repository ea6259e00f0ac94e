import {
  NetworkProbeService,
  type ProbeAnswer,
  type ProbeReport,
  type ProbeRequest,
} from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { Deadline } from './deadline.ts';
import type { Dialer } from './dialer.ts';
import { exchange } from './http-exchange.ts';
import { NetworkFailure } from './network-failure.ts';
import { parseAddress } from './parse-address.ts';
import { StageRecorder } from './stage-recorder.ts';

export interface NetworkProbeOptions {
  readonly dialer: Dialer;
  /** The way in force, for probes that name none. */
  readonly currentRoute: () => Promise<NetworkRoute>;
  readonly userAgent: string;
}

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
      const answer = await this.reach(request, recorder, deadline.signal);
      return report(recorder, { cause: null, certificate: recorder.certificate, answer });
    } catch (error) {
      deadline.throwIfCancelled();
      return describeFailure(error, recorder);
    } finally {
      deadline.dispose();
    }
  }

  private async reach(request: ProbeRequest, recorder: StageRecorder, signal: AbortSignal): Promise<ProbeAnswer> {
    const { run } = recorder;
    const url = await run(
      'address',
      async () => parseAddress(request.url),
      ({ origin }) => origin,
    );
    const route = request.route === undefined ? this.options.currentRoute : async () => request.route as NetworkRoute;
    const dialled = await this.options.dialer.dial({ url, route, signal, run });
    recorder.certificate = dialled.certificate;
    const headers = { 'user-agent': this.options.userAgent, accept: '*/*' };
    const get = { url, method: 'GET', headers, maximumBytes: bodyBytes, whenLonger: 'cut' } as const;
    return run(
      'http',
      () => exchange(dialled, get, signal),
      ({ status }) => `HTTP ${status}`,
    );
  }
}

function describeFailure(error: unknown, recorder: StageRecorder): ProbeReport {
  const found = classifyFailure(error);
  if (found === undefined) throw error;
  const certificate = recorder.certificate ?? (error instanceof NetworkFailure ? error.certificate : undefined);
  return report(recorder, { cause: found.reason, systemCode: found.systemCode, certificate });
}

type Finding = { [Key in 'cause' | 'systemCode' | 'certificate' | 'answer']?: ProbeReport[Key] | undefined } & Pick<ProbeReport, 'cause'>;

/** Members that nothing is known of are left out. */
function report({ stages, elapsedMs }: StageRecorder, { cause, systemCode, certificate, answer }: Finding): ProbeReport {
  return {
    stages,
    ms: elapsedMs,
    cause,
    ...(systemCode !== undefined && { systemCode }),
    ...(certificate && { certificate }),
    ...(answer && { answer }),
  };
}
