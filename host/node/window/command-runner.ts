import type { CommandRegistry } from '../../../core/commands/command-registry.ts';
import type { Language } from '../../../core/message.ts';
import type { CommandOutcome } from '../../../core/panel.ts';
import type { CommandCaller } from '../../../core/services/command-service.ts';
import type { Wording } from '../strings/wording.ts';
import type { WalkthroughProgress } from './walkthrough-progress.ts';

/** Runs commands for people: whatever comes of one is a value in the reader's language. */
export class CommandRunner {
  constructor(
    private readonly commands: CommandRegistry,
    private readonly wording: Wording,
    private readonly walkthroughs: WalkthroughProgress,
  ) {}

  /** Never rejects. */
  async run(
    command: string,
    args: unknown,
    language: Language,
    signal: AbortSignal,
    caller: CommandCaller = 'window',
  ): Promise<CommandOutcome> {
    const plugin = this.commands.get(command)?.plugin;
    try {
      const value = await this.commands.execute(command, args, signal, caller);
      this.walkthroughs.commandRan(command);
      return { ok: true, value: this.wording.result(value, language, plugin ?? '') };
    } catch (error) {
      return { ok: false, ...this.wording.error(error, language, plugin) };
    }
  }
}
