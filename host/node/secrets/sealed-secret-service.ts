import { ShellError } from '../../../core/errors.ts';
import { Secret } from '../../../core/secret.ts';
import { SecretService } from '../../../core/services/secret-service.ts';
import type { SecretStore } from '../storage/secret-store.ts';
import type { KeyVault } from './key-vault.ts';
import { seal, unseal } from './seal.ts';

/** Answers the secret service for one plugin. */
export class SealedSecretService extends SecretService {
  constructor(
    private readonly vault: KeyVault,
    private readonly store: SecretStore,
    private readonly pluginId: string,
  ) {
    super();
  }

  async get(name: string): Promise<Secret | undefined> {
    const row = await this.store.get(this.pluginId, name);
    if (row === undefined) return undefined;
    const masterKey = await this.vault.find(row.keyId);
    const value = masterKey && unseal(masterKey, { plugin: this.pluginId, name }, row.sealed);
    if (value === undefined) throw new ShellError('secret.unreadable', { plugin: this.pluginId, name });
    return new Secret(value);
  }

  async set(name: string, value: Secret): Promise<void> {
    const masterKey = await this.vault.current();
    const sealed = seal(masterKey, { plugin: this.pluginId, name }, await value.reveal());
    await this.store.set(this.pluginId, name, { keyId: masterKey.id, sealed });
  }

  async delete(name: string): Promise<void> {
    await this.store.delete(this.pluginId, name);
  }

  async list(): Promise<readonly string[]> {
    return this.store.names(this.pluginId);
  }
}
