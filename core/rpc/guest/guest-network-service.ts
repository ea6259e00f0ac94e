import { EventEmitter } from '../../event.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import { NetworkProbeService, type ProbeReport, type ProbeRequest } from '../../services/network-probe-service.ts';
import { type NetworkAnswer, type NetworkRequest, NetworkService } from '../../services/network-service.ts';
import type { GuestLink } from './guest-link.ts';

export class GuestNetworkService extends NetworkService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async request({ signal, ...request }: NetworkRequest): Promise<NetworkAnswer> {
    return (await this.link.host.call(NetworkService.serviceId, 'request', [request], signal)) as NetworkAnswer;
  }
}

export class GuestNetworkProbeService extends NetworkProbeService {
  private readonly networkChanged = new EventEmitter<void>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(NetworkProbeService.serviceId, { networkChanged: () => this.networkChanged.fire() });
  }

  override async probe({ signal, ...request }: ProbeRequest): Promise<ProbeReport> {
    return (await this.link.host.call(NetworkProbeService.serviceId, 'probe', [request], signal)) as ProbeReport;
  }

  override onDidChangeNetwork(listener: () => void): Disposable {
    const subscription = this.networkChanged.event(listener);
    if (this.networkChanged.listenerCount === 1) this.link.host.send(NetworkProbeService.serviceId, 'watchNetwork', []);
    return toDisposable(() => {
      subscription.dispose();
      if (this.networkChanged.listenerCount === 0) this.link.host.send(NetworkProbeService.serviceId, 'unwatchNetwork', []);
    });
  }
}
