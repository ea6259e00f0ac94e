import { RpcTarget } from 'capnweb';
import * as v from 'valibot';
import { type Language, languages, type Serialisable } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import { serialisableSchema } from '../../../core/protocol/window-schemas.ts';
import type { CommandCall, ControlOutcome, HostControl, ListedCommand, ListedSetting, PluginListing } from './host-control.ts';
import { PackageConnection } from './package-connection.ts';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(256));
const language = v.picklist(languages);
const callSchema = v.object({ command: name, args: v.optional(serialisableSchema), language });
const valueText = v.pipe(v.string(), v.maxLength(65_536));

/** A command line's connection to this host. Its arguments are parsed as strictly as a window's. */
export class ControlConnection extends RpcTarget implements HostControl {
  readonly #control: HostControl;
  readonly #ending: AbortController;

  /** @param ending aborted when the connection is gone. */
  constructor(control: HostControl, ending: AbortController) {
    super();
    this.#control = control;
    this.#ending = ending;
  }

  get packages(): PackageConnection {
    return new PackageConnection(this.#control.packages);
  }

  async runCommand(call: CommandCall, onProgress?: (line: string) => unknown): Promise<CommandOutcome> {
    const { args, ...rest } = v.parse(callSchema, call);
    const tell = v.parse(v.optional(v.function()), onProgress);
    // Who no longer listens has gone, which ends the command as well.
    const forward = tell && ((line: string) => void Promise.resolve(tell(line)).catch(() => {}));
    return this.#control.runCommand({ ...rest, ...(args !== undefined && { args }) }, forward);
  }

  async listCommands(reader: Language): Promise<ControlOutcome<readonly ListedCommand[]>> {
    return this.#control.listCommands(v.parse(language, reader));
  }

  async getSetting(key: string, reader: Language): Promise<ControlOutcome<Serialisable>> {
    return this.#control.getSetting(v.parse(name, key), v.parse(language, reader));
  }

  async setSetting(key: string, text: string, reader: Language): Promise<ControlOutcome<Serialisable>> {
    return this.#control.setSetting(v.parse(name, key), v.parse(valueText, text), v.parse(language, reader));
  }

  async listSettings(reader: Language): Promise<ControlOutcome<readonly ListedSetting[]>> {
    return this.#control.listSettings(v.parse(language, reader));
  }

  async listPlugins(reader: Language): Promise<ControlOutcome<readonly PluginListing[]>> {
    return this.#control.listPlugins(v.parse(language, reader));
  }

  async setPluginEnabled(plugin: string, enabled: boolean, reader: Language): Promise<ControlOutcome<null>> {
    return this.#control.setPluginEnabled(v.parse(name, plugin), v.parse(v.boolean(), enabled), v.parse(language, reader));
  }

  async issueWindowUrl(reader: Language): Promise<ControlOutcome<string>> {
    return this.#control.issueWindowUrl(v.parse(language, reader));
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
  }
}
