import { type AccountName, AccountService } from '../../services/account-service.ts';
import type { GuestLink } from './guest-link.ts';

export class GuestAccountService extends AccountService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async list(): Promise<readonly AccountName[]> {
    return (await this.link.host.call(AccountService.serviceId, 'list', [])) as readonly AccountName[];
  }
}
