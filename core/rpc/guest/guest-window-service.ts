import { WindowService } from '../../services/window-service.ts';
import type { GuestLink } from './guest-link.ts';

export class GuestWindowService extends WindowService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async openExternal(url: string): Promise<void> {
    await this.link.host.call(WindowService.serviceId, 'openExternal', [url]);
  }
}
