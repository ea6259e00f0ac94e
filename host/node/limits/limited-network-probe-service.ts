import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { NetworkProbeService, type ProbeReport, type ProbeRequest } from '../../../core/services/network-probe-service.ts';
import type { FloodReports } from './flood-meter.ts';
import { PacedTurns } from './paced-turns.ts';

/** An access test that looks into all its failures makes some twenty. */
const probeUnits = { burst: 100, perSecond: 2 };

/** Keeps a plugin from scanning networks by probes, which may lead anywhere on the Internet: two a second in the long run, the others wait. */
export class LimitedNetworkProbeService extends NetworkProbeService {
  private readonly turns: PacedTurns;

  constructor(
    scope: PluginScope,
    private readonly prober: NetworkProbeService,
    floods: FloodReports,
  ) {
    super();
    this.turns = new PacedTurns(scope, floods, 'probes', probeUnits);
  }

  override async probe(request: ProbeRequest): Promise<ProbeReport> {
    await this.turns.take(request.signal);
    return this.prober.probe(request);
  }

  override onDidChangeNetwork(listener: () => void): Disposable {
    return this.prober.onDidChangeNetwork(listener);
  }
}
