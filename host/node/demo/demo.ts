import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ShellError } from '../../../core/errors.ts';
import type { Language } from '../../../core/message.ts';
import type { SettingValues } from '../../../core/services/settings-service.ts';

/** What a demonstration tells the host, for one run. See docs/contributors/demo.md. */
export interface Demo extends AsyncDisposable {
  /** An authority to trust beside the others. */
  readonly authorityPem: string;
  /** Where connections really lead, as `host:port` by the `host:port` of the address. */
  readonly addressBook: ReadonlyMap<string, string>;
  /** In force as if saved. */
  readonly settings: SettingValues;
  /** Commands to run once the plugins are ready, where somebody contributes them. */
  readonly preparations: readonly { readonly command: string; readonly args: Readonly<Record<string, string>> }[];
  /** What to try, in several lines. */
  describe(language: Language): string;
}

/**
 * Starts the demonstration that the build put beside the host. Loaded by place, so that an ordinary start pays nothing for it.
 * @throws ShellError `demo.missing`.
 */
export async function startDemo(productFolder: string): Promise<Demo> {
  const path = join(productFolder, 'demo', 'demo.js');
  if (!existsSync(path)) throw new ShellError('demo.missing', { path });
  const module: { startDemo(): Promise<Demo> } = await import(pathToFileURL(path).href);
  return module.startDemo();
}
