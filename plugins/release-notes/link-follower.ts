import { type CommandService, ShellError, type WindowService } from 'boule-bleue';

/** Follows the links of release notes, which anybody who publishes there wrote: nothing but what is listed here. */
export class LinkFollower {
  constructor(
    private readonly commands: CommandService,
    private readonly window: WindowService,
    /** The commands that a note may run. */
    private readonly allowedCommands: readonly string[],
  ) {}

  /** @throws ShellError `release-notes.link-refused`, or what the command or the window throws. */
  async follow(address: string): Promise<void> {
    const url = URL.parse(address);
    if (url?.protocol === 'command:' && this.allowedCommands.includes(address.slice('command:'.length))) {
      await this.commands.execute(address.slice('command:'.length));
      return;
    }
    if (url?.protocol !== 'https:' && url?.protocol !== 'mailto:') throw new ShellError('release-notes.link-refused', { address });
    await this.window.openExternal(url.href);
  }
}
