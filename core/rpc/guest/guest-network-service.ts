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
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async probe({ signal, ...request }: ProbeRequest): Promise<ProbeReport> {
    return (await this.link.host.call(NetworkProbeService.serviceId, 'probe', [request], signal)) as ProbeReport;
  }
}
