import type { Language, Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { PluginState } from '../../../core/plugins/plugin-status.ts';
import type { PackageControl } from './package-control.ts';

/** What came of a request: a value, or why not, as a code and a sentence in the caller's language. */
export type ControlOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly sentence: string };

export interface ListedCommand {
  readonly id: string;
  readonly title: string;
}

export interface ListedSetting {
  readonly key: string;
  readonly value: Serialisable;
  readonly isDefault: boolean;
  readonly description: string;
}

export interface PluginListing {
  readonly id: string;
  readonly version: string | null;
  readonly origin: 'bundled' | 'installed' | 'development';
  readonly location: string;
  readonly state: PluginState | 'disabled' | 'held-back' | 'broken';
  /** Why it is broken, failed or switched off: one line each. */
  readonly problems: readonly string[];
}

export interface CommandCall {
  readonly command: string;
  readonly args?: Serialisable;
  readonly language: Language;
}

/**
 * What the command line asks of a host, running or composed for the call. Nothing rejects for what can be expected: a
 * rejection means that the host is gone.
 */
export interface HostControl {
  /** @param onProgress told how far it is, in words, each time that becomes something else. */
  runCommand(call: CommandCall, onProgress?: (line: string) => void): Promise<CommandOutcome>;
  /** The commands that the palette may show, by id. */
  listCommands(language: Language): Promise<ControlOutcome<readonly ListedCommand[]>>;
  getSetting(key: string, language: Language): Promise<ControlOutcome<Serialisable>>;
  /** @param text as typed: the setting's schema tells whether it is text or JSON. */
  setSetting(key: string, text: string, language: Language): Promise<ControlOutcome<Serialisable>>;
  listSettings(language: Language): Promise<ControlOutcome<readonly ListedSetting[]>>;
  listPlugins(language: Language): Promise<ControlOutcome<readonly PluginListing[]>>;
  setPluginEnabled(plugin: string, enabled: boolean, language: Language): Promise<ControlOutcome<null>>;
  readonly packages: PackageControl;
  /** An address that opens a window once. Fails where the host has no server. */
  issueWindowUrl(language: Language): Promise<ControlOutcome<string>>;
}
