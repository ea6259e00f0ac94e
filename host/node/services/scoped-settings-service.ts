import { ShellError } from '../../../core/errors.ts';
import type { Disposable } from '../../../core/lifecycle.ts';
import type { Serialisable } from '../../../core/message.ts';
import type { PluginScope } from '../../../core/plugins/plugin-scope.ts';
import { SettingsService, type SettingValues } from '../../../core/services/settings-service.ts';
import type { SettingsRegistry } from '../../../core/settings/settings-registry.ts';
import { ownedBy } from './owned-by.ts';

export class ScopedSettingsService extends SettingsService {
  constructor(
    private readonly scope: PluginScope,
    private readonly settings: SettingsRegistry,
  ) {
    super();
  }

  override async get<T extends Serialisable>(key: string): Promise<T | undefined> {
    if (!this.mayRead(key)) throw this.notGranted(key);
    return this.settings.get(key) as T | undefined;
  }

  override async update(values: SettingValues): Promise<void> {
    for (const key of Object.keys(values)) {
      if (!this.isOwn(key)) throw this.notGranted(key);
    }
    await this.settings.update(values);
  }

  override onDidChange(listener: (keys: readonly string[]) => void): Disposable {
    const subscription = this.settings.onDidChange((keys) => {
      const readable = keys.filter((key) => this.mayRead(key));
      if (readable.length > 0) listener(readable);
    });
    return ownedBy(this.scope, subscription);
  }

  private mayRead(key: string): boolean {
    return this.isOwn(key) || this.scope.grants.current.settings?.includes(key) === true;
  }

  private isOwn(key: string): boolean {
    return this.settings.find(key)?.plugin === this.scope.manifest.id;
  }

  private notGranted(key: string): ShellError {
    return new ShellError('setting.not-granted', { plugin: this.scope.manifest.id, setting: key });
  }
}
