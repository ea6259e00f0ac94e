import type { Secret } from '../../secret.ts';
import { type ConfirmOptions, DialogService, type InputOptions } from '../../services/dialog-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = DialogService.serviceId;

export class GuestDialogService extends DialogService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async confirm(options: ConfirmOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<boolean> {
    return (await this.link.host.call(service, 'confirm', [options], signal)) as boolean;
  }

  override async askSecret(options: InputOptions, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Secret | undefined> {
    return (await this.link.host.call(service, 'askSecret', [options], signal)) as Secret | undefined;
  }
}
