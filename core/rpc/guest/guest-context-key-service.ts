import { ShellError } from '../../errors.ts';
import { ContextKeyService, type ContextKeyValue } from '../../services/context-key-service.ts';
import type { GuestLink } from './guest-link.ts';

export class GuestContextKeyService extends ContextKeyService {
  constructor(private readonly link: GuestLink) {
    super();
  }

  override set(key: string, value: ContextKeyValue): void {
    const plugin = this.link.scope.manifest.id;
    const prefix = `${plugin}.`;
    if (!key.startsWith(prefix)) throw new ShellError('context-key.foreign', { plugin, key, prefix });
    this.link.host.send(ContextKeyService.serviceId, 'set', [key, value]);
  }
}
