import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { NetworkProbeService, type ProbeReport, type ProbeRequest } from '../../../core/services/network-probe-service.ts';
import { untilAborted } from '../network/deadline.ts';
import type { FloodReports } from './flood-meter.ts';
import { RateLimit } from './rate-limit.ts';

/** An access test that looks into all its failures makes some twenty. */
const probeUnits = { burst: 100, perSecond: 2 };

/** Keeps a plugin from scanning networks by probes, which may lead anywhere on the Internet: two a second in the long run, the others wait. */
export class LimitedNetworkProbeService extends NetworkProbeService {
  private readonly limit = new RateLimit(probeUnits);
  private lastTurn: Promise<void> = Promise.resolve();

  constructor(
    private readonly scope: PluginScope,
    private readonly prober: NetworkProbeService,
    private readonly floods: FloodReports,
  ) {
    super();
  }

  override async probe(request: ProbeRequest): Promise<ProbeReport> {
    if (!this.limit.take()) await this.waitForTurn(request.signal);
    return this.prober.probe(request);
  }

  override onDidChangeNetwork(listener: () => void): Disposable {
    return this.prober.onDidChangeNetwork(listener);
  }

  /** One after the other, so that those who wait cost nothing. Who has left takes no turn. */
  private async waitForTurn(caller: AbortSignal | undefined): Promise<void> {
    this.floods.report(this.scope.manifest.id, 'probes');
    const signal = caller ? AbortSignal.any([caller, this.scope.signal]) : this.scope.signal;
    const turn = this.lastTurn.then(async () => {
      while (!signal.aborted && !this.limit.take()) await pause(this.limit.waitMs());
    });
    this.lastTurn = turn;
    await untilAborted(turn, signal);
    signal.throwIfAborted();
  }
}

function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, delayMs));
}
