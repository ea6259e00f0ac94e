import type { Disposable } from '../lifecycle.ts';
import type { Serialisable } from '../message.ts';

/** Setting values by key. */
export type SettingValues = Readonly<Record<string, Serialisable>>;

/**
 * Reads and writes the settings that manifests contribute under `configuration`.
 * A plugin reads and writes its own, and reads those listed under `permissions.settings`.
 */
export abstract class SettingsService {
  static readonly serviceId = 'settings';

  /**
   * The value in force: what was saved, else the schema's default. `undefined` when the plugin that
   * contributes the key isn't installed.
   * @throws ShellError `setting.not-granted`.
   */
  abstract get<T extends Serialisable>(key: string): Promise<T | undefined>;

  /**
   * Saves several of the plugin's own settings at once: all or none. Durable once resolved.
   * @throws ShellError `setting.invalid` for a value that its schema refuses, `setting.refused` where the schema has a `patternErrorMessage` for
   *   that, `setting.not-granted`.
   */
  abstract update(values: SettingValues): Promise<void>;

  /** Tells which readable keys changed, whoever changed them. */
  abstract onDidChange(listener: (keys: readonly string[]) => void): Disposable;
}
