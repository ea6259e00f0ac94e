import {
  type Disposable,
  EventEmitter,
  Secret,
  SecretService,
  type Serialisable,
  SettingsService,
  type SettingValues,
  type StorageChange,
  StorageService,
} from 'boule-bleue';

/** Documents that last as long as the object does: two plugins built on one see a restart. */
export class MemoryStorage extends StorageService {
  private readonly documents = new Map<string, Serialisable>();

  override async get<T extends Serialisable>(collection: string, id: string): Promise<T | undefined> {
    return structuredClone(this.documents.get(`${collection}/${id}`)) as T | undefined;
  }

  override async list<T extends Serialisable>(collection: string): Promise<readonly { readonly id: string; readonly value: T }[]> {
    return [...this.documents]
      .filter(([key]) => key.startsWith(`${collection}/`))
      .map(([key, value]) => ({ id: key.slice(collection.length + 1), value: structuredClone(value) as T }))
      .sort((first, second) => first.id.localeCompare(second.id));
  }

  override async write(changes: readonly StorageChange[]): Promise<void> {
    for (const { collection, id, value } of changes) {
      if (value === undefined) this.documents.delete(`${collection}/${id}`);
      else this.documents.set(`${collection}/${id}`, structuredClone(value));
    }
  }
}

export class MemorySecrets extends SecretService {
  private readonly values = new Map<string, Secret>();

  override async get(name: string): Promise<Secret | undefined> {
    return this.values.get(name);
  }

  override async set(name: string, value: Secret): Promise<void> {
    this.values.set(name, new Secret(await value.reveal()));
  }

  override async delete(name: string): Promise<void> {
    this.values.delete(name);
  }

  override async list(): Promise<readonly string[]> {
    return [...this.values.keys()].sort();
  }
}

/** Settings without schemas: starts with the values given. */
export class MemorySettings extends SettingsService {
  private readonly changes = new EventEmitter<readonly string[]>();
  private values: SettingValues;

  constructor(values: SettingValues = {}) {
    super();
    this.values = values;
  }

  /** A value, for the test to read at once. */
  peek(key: string): Serialisable | undefined {
    return this.values[key];
  }

  override async get<T extends Serialisable>(key: string): Promise<T | undefined> {
    return this.values[key] as T | undefined;
  }

  override async update(values: SettingValues): Promise<void> {
    this.values = { ...this.values, ...values };
    this.changes.fire(Object.keys(values));
  }

  override onDidChange(listener: (keys: readonly string[]) => void): Disposable {
    return this.changes.event(listener);
  }
}
