import { EventEmitter, type HookAnswer, type HookService, type LogService, type Message } from 'boule-bleue';
import * as v from 'valibot';
import { attribute, refusalSchema } from './hook-answers.ts';

/** Why the connection procedure has to wait, and the command that ends the waiting. */
export type Refusal = {
  readonly reason: Message;
  readonly command: string | null;
  readonly commandTitle: Message | null;
};

/** Asks the other plugins, before anything is sent, whether the connection procedure may go on. */
export class ConnectionGate {
  private readonly changes = new EventEmitter<void>();
  private current: Refusal | null = null;
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly hooks: HookService,
    private readonly log: LogService,
  ) {}

  /** What the last question was answered with. */
  get refusal(): Refusal | null {
    return this.current;
  }

  /** `null` when the way is free. @throws AbortError when cancelled. */
  async ask(signal?: AbortSignal): Promise<Refusal | null> {
    const answer = (await this.hooks.call('connection.onWillConnect', {}, signal && { signal })) as HookAnswer | undefined;
    this.current = answer ? this.read(answer) : null;
    this.changes.fire();
    return this.current;
  }

  private read({ plugin, value }: HookAnswer): Refusal | null {
    const { success, output } = v.safeParse(refusalSchema, value);
    if (!success) {
      this.log.warn('A plugin answered connection.onWillConnect with something that is no refusal', { plugin });
      return null;
    }
    const { reason, command, commandTitle } = output;
    return {
      reason: attribute(reason, plugin),
      command: command ?? null,
      commandTitle: commandTitle ? attribute(commandTitle, plugin) : null,
    };
  }
}
