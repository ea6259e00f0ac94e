import { EventEmitter } from '../../event.ts';
import { type Disposable, toDisposable } from '../../lifecycle.ts';
import type { Serialisable } from '../../message.ts';
import { SettingsService, type SettingValues } from '../../services/settings-service.ts';
import type { GuestLink } from './guest-link.ts';

const service = SettingsService.serviceId;

export class GuestSettingsService extends SettingsService {
  private readonly changed = new EventEmitter<readonly string[]>();

  constructor(private readonly link: GuestLink) {
    super();
    link.offer(service, { changed: ([keys]) => this.changed.fire(keys as readonly string[]) });
  }

  override async get<T extends Serialisable>(key: string): Promise<T | undefined> {
    return (await this.link.host.call(service, 'get', [key])) as T | undefined;
  }

  override async update(values: SettingValues): Promise<void> {
    await this.link.host.call(service, 'update', [values]);
  }

  override onDidChange(listener: (keys: readonly string[]) => void): Disposable {
    const subscription = this.changed.event(listener);
    if (this.changed.listenerCount === 1) this.link.host.send(service, 'watch', []);
    return toDisposable(() => {
      subscription.dispose();
      if (this.changed.listenerCount === 0) this.link.host.send(service, 'unwatch', []);
    });
  }
}
