import type { Permissions } from '../../../core/manifest/permissions.ts';
import type { StorageService } from '../../../core/services/storage-service.ts';

/** What the user decided about one plugin. */
export interface PermissionRecord {
  readonly granted: Permissions;
  /** Taken back, or not given when asked: so that it doesn't count as newly asked for by the next version. */
  readonly refused: Permissions;
  /** By setting key, the host (`name[:port]`) that a granted `${config:KEY}` stands for. */
  readonly addresses: Readonly<Record<string, string>>;
}

export const permissionCollection = 'permissions';

const undecided: PermissionRecord = { granted: {}, refused: {}, addresses: {} };

/** The user's decisions about plugins, kept durably by plugin id. */
export class PermissionRecords {
  private readonly records = new Map<string, PermissionRecord>();

  constructor(private readonly storage: StorageService) {}

  async load(): Promise<void> {
    for (const { id, value } of await this.storage.list(permissionCollection)) {
      this.records.set(id, { ...undecided, ...(value as Partial<PermissionRecord>) });
    }
  }

  get(pluginId: string): PermissionRecord {
    return this.records.get(pluginId) ?? undecided;
  }

  /** In force at once, durable once resolved: for what must hold even where the disk fails. */
  async restrict(pluginId: string, changes: Partial<PermissionRecord>): Promise<void> {
    const record = { ...this.get(pluginId), ...changes };
    this.records.set(pluginId, record);
    await this.write(pluginId, record);
  }

  /** Durable, then in force: what was not kept was not granted. */
  async widen(pluginId: string, changes: Partial<PermissionRecord>): Promise<void> {
    const record = { ...this.get(pluginId), ...changes };
    await this.write(pluginId, record);
    this.records.set(pluginId, record);
  }

  /** Forgets what is in memory; the rows went with all else of the plugin. */
  drop(pluginId: string): void {
    this.records.delete(pluginId);
  }

  private async write(id: string, { granted, refused, addresses }: PermissionRecord): Promise<void> {
    const value = { granted: { ...granted }, refused: { ...refused }, addresses };
    await this.storage.write([{ collection: permissionCollection, id, value }]);
  }
}
