import type { Disposable } from '../../../core/lifecycle.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { NetworkProbeService, type ProbeReport, type ProbeRequest } from '../../../core/services/network-probe-service.ts';
import { type NetworkAnswer, type NetworkRequest, NetworkService } from '../../../core/services/network-service.ts';
import { endingWith, ownedBy } from './owned-by.ts';

/** Has the requests of a plugin end with it, whether or not it thought of a signal. */
export class ScopedNetworkService extends NetworkService {
  constructor(
    private readonly scope: PluginScope,
    private readonly client: NetworkService,
  ) {
    super();
  }

  override request(request: NetworkRequest): Promise<NetworkAnswer> {
    return this.client.request({ ...request, signal: endingWith(this.scope, request.signal) });
  }
}

/** Has the probes of a plugin, and what it listens to, end with it. */
export class ScopedNetworkProbeService extends NetworkProbeService {
  constructor(
    private readonly scope: PluginScope,
    private readonly prober: NetworkProbeService,
  ) {
    super();
  }

  override probe(request: ProbeRequest): Promise<ProbeReport> {
    return this.prober.probe({ ...request, signal: endingWith(this.scope, request.signal) });
  }

  override onDidChangeNetwork(listener: () => void): Disposable {
    return ownedBy(this.scope, this.prober.onDidChangeNetwork(listener));
  }
}
