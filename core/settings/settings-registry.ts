import { ShellError } from '../errors.ts';
import { type Event, EventEmitter } from '../event.ts';
import { type Disposable, toDisposable } from '../lifecycle.ts';
import type { ConfigurationContribution, JsonSchema } from '../manifest/manifest.ts';
import type { Serialisable } from '../message.ts';
import { compileSchema, type SchemaCheck, type SchemaOutcome } from '../schema/json-schema.ts';
import type { SettingValues } from '../services/settings-service.ts';

/** Where saved values last. All changes of one call are kept, or none. */
export interface SettingsPersistence {
  load(): SettingValues;
  /** `undefined` forgets a value. Durable once resolved. */
  save(changes: Readonly<Record<string, Serialisable | undefined>>): Promise<void>;
}

/** A setting that a manifest contributes. */
export interface DeclaredSetting {
  readonly key: string;
  readonly plugin: string;
  /** Title of its group. */
  readonly group: string;
  readonly schema: JsonSchema;
}

interface SettingEntry extends DeclaredSetting {
  check: SchemaCheck | undefined;
}

/** The settings that manifests contribute, with the values saved for them. */
export class SettingsRegistry {
  private readonly entries = new Map<string, SettingEntry>();
  private readonly saved: Map<string, Serialisable>;
  private readonly changed = new EventEmitter<readonly string[]>();
  private readonly declared = new EventEmitter<void>();
  /** Settles when the saving under way has ended, so that what is in force is what was saved last. */
  private saving: Promise<void> = Promise.resolve();

  /** Fires with the keys whose values became others. */
  readonly onDidChange: Event<readonly string[]> = this.changed.event;
  /** Fires when settings appear or go. */
  readonly onDidDeclare: Event<void> = this.declared.event;

  constructor(private readonly persistence: SettingsPersistence) {
    this.saved = new Map(Object.entries(persistence.load()));
  }

  /**
   * Adds the settings of one plugin: all or none.
   * @throws ShellError `setting.duplicate`.
   */
  declare(plugin: string, configuration: readonly ConfigurationContribution[]): Disposable {
    const added = configuration.flatMap(({ title, properties }) =>
      Object.entries(properties).map(([key, schema]): SettingEntry => ({ key, plugin, group: title, schema, check: undefined })),
    );
    for (const { key } of added) {
      if (this.entries.has(key)) throw new ShellError('setting.duplicate', { setting: key, plugin });
    }
    for (const entry of added) this.entries.set(entry.key, entry);
    this.declared.fire();
    return toDisposable(() => {
      for (const { key } of added) this.entries.delete(key);
      this.declared.fire();
    });
  }

  find(key: string): DeclaredSetting | undefined {
    return this.entries.get(key);
  }

  list(): readonly DeclaredSetting[] {
    return [...this.entries.values()];
  }

  /** The saved value where its schema still accepts it, else the default; `undefined` when nobody contributes the key. */
  get(key: string): Serialisable | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    const saved = this.saved.get(key);
    if (saved !== undefined && this.check(entry, saved).ok) return saved;
    return entry.schema.default as Serialisable | undefined;
  }

  /** Whether the value in force is the schema's default. */
  isDefault(key: string): boolean {
    return this.get(key) === this.entries.get(key)?.schema.default;
  }

  /**
   * Saves values: all or none. `undefined` goes back to the default. In force, and durable, once resolved.
   * @throws ShellError `setting.unknown`, `setting.invalid`, or `setting.refused` where the setting says itself what it asks of a text; or what the saving throws: then nothing changed.
   */
  async update(changes: Readonly<Record<string, Serialisable | undefined>>): Promise<void> {
    for (const [key, value] of Object.entries(changes)) this.requireValid(key, value);
    const saving = this.saving.then(() => this.persistence.save(changes));
    this.saving = saving.catch(() => {});
    await saving;
    this.apply(changes);
  }

  /** Forgets saved values of settings that nobody contributes any more, durably. Others are left as they are. */
  async forget(keys: readonly string[]): Promise<void> {
    const orphaned = keys.filter((key) => !this.entries.has(key));
    const saving = this.saving.then(() => this.persistence.save(Object.fromEntries(orphaned.map((key) => [key, undefined]))));
    this.saving = saving.catch(() => {});
    await saving;
    for (const key of orphaned) this.saved.delete(key);
  }

  private apply(changes: Readonly<Record<string, Serialisable | undefined>>): void {
    const before = new Map(Object.keys(changes).map((key) => [key, this.get(key)]));
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined) this.saved.delete(key);
      else this.saved.set(key, value);
    }
    const changed = [...before.keys()].filter((key) => this.get(key) !== before.get(key));
    if (changed.length > 0) this.changed.fire(changed);
  }

  private requireValid(key: string, value: Serialisable | undefined): void {
    const entry = this.entries.get(key);
    if (!entry) throw new ShellError('setting.unknown', { setting: key });
    const outcome = value === undefined ? undefined : this.check(entry, value);
    if (!outcome || outcome.ok) return;
    const { problems, isPatternMissed } = outcome;
    const reason = entry.schema.patternErrorMessage;
    if (isPatternMissed && typeof reason === 'string')
      throw new ShellError('setting.refused', { setting: key, plugin: entry.plugin, reason, problems });
    throw new ShellError('setting.invalid', { setting: key, problems });
  }

  private check(entry: SettingEntry, value: Serialisable): SchemaOutcome {
    entry.check ??= compileSchema(entry.schema);
    return entry.check(value);
  }
}
