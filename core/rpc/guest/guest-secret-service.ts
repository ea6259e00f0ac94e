import type { Secret } from '../../secret.ts';
import { SecretService } from '../../services/secret-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = SecretService.serviceId;

export class GuestSecretService extends SecretService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async get(name: string): Promise<Secret | undefined> {
    return (await this.link.host.call(service, 'get', [name])) as Secret | undefined;
  }

  override async set(name: string, value: Secret): Promise<void> {
    await this.link.host.call(service, 'set', [name, value]);
  }

  override async delete(name: string): Promise<void> {
    await this.link.host.call(service, 'delete', [name]);
  }

  override async list(): Promise<readonly string[]> {
    return (await this.link.host.call(service, 'list', [])) as readonly string[];
  }
}
