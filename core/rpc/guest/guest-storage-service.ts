import type { Serialisable } from '../../message.ts';
import { type StorageChange, StorageService } from '../../services/storage-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = StorageService.serviceId;

export class GuestStorageService extends StorageService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override async get<T extends Serialisable>(collection: string, id: string): Promise<T | undefined> {
    return (await this.link.host.call(service, 'get', [collection, id])) as T | undefined;
  }

  override async list<T extends Serialisable>(collection: string): Promise<readonly { readonly id: string; readonly value: T }[]> {
    return (await this.link.host.call(service, 'list', [collection])) as readonly { readonly id: string; readonly value: T }[];
  }

  override async write(changes: readonly StorageChange[]): Promise<void> {
    await this.link.host.call(service, 'write', [changes]);
  }
}
