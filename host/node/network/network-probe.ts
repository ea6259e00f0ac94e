import { ShellError } from '../../../core/errors.ts';
import {
  NetworkProbeService,
  type ProbeAnswer,
  type ProbeReport,
  type ProbeRequest,
} from '../../../core/services/network-probe-service.ts';
import type { NetworkRoute } from '../../../core/services/network-service.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import { classifyFailure } from './classify-failure.ts';
import { Deadline } from './deadline.ts';
import type { Dialer } from './dialer.ts';
import { exchange, type Traffic } from './http-exchange.ts';
import type { NetworkGrants } from './network-client.ts';
import { NetworkFailure } from './network-failure.ts';
import { parseAddress } from './parse-address.ts';
import { PrivateAddressError } from './private-address-error.ts';
import { startRecord, toNetworkError } from './request-note.ts';
import { StageRecorder } from './stage-recorder.ts';
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
    const note = startRecord('GET', URL.parse(request.url), this.options.onRequest);
    try {
      const answer = await this.reach(request, recorder, deadline.signal, note.traffic);
      note.answered(answer.status);
      return report(recorder, { cause: null, certificate: recorder.certificate, answer });
    } catch (error) {
      const failure = error instanceof PrivateAddressError ? this.denied(error.host) : error;
      note.failed(toNetworkError(failure, ''));
      deadline.throwIfCancelled();
      return describeFailure(failure, recorder);
    } finally {
      deadline.dispose();
    }
  }

  private async reach(request: ProbeRequest, recorder: StageRecorder, caller: AbortSignal, traffic: Traffic): Promise<ProbeAnswer> {
    const { run } = recorder;
    const { grants, dialer, currentRoute, userAgent } = this.options;
    const url = await run(
      'address',
      async () => parseAddress(request.url),
      ({ origin }) => origin,
    );
    const { route } = request;
    const mayLeadInside = grants.privateNetwork();
    let leadsInside = mayLeadInside;
    const denial = () => (leadsInside && !grants.privateNetwork() ? this.denied(url.host) : undefined);
    return whilePermitted({ onDidChange: grants.onDidChange, denial }, caller, async (signal) => {
      const limits = { privateTarget: mayLeadInside, privateProxy: mayLeadInside || route === undefined };
      const dialled = await dialer.dial({ url, route: route === undefined ? currentRoute : async () => route, limits, signal, run });
      leadsInside = dialled.leadsInside;
      recorder.certificate = dialled.certificate;
      const headers = { 'user-agent': userAgent, accept: '*/*' };
      const get = { url, method: 'GET', headers, maximumBytes: bodyBytes, whenLonger: 'cut', traffic } as const;
      return run(
        'http',
        () => exchange(dialled, get, signal),
        ({ status }) => `HTTP ${status}`,
      );
    });
  }

  private denied(host: string): ShellError {
    return new ShellError('permission.denied', { plugin: this.options.pluginId, permission: 'privateNetwork', subject: host });
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
