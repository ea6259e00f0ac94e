import type { Message } from '../../../core/message.ts';
import { shellId } from '../../shell-manifest.ts';
import type { DialogCenter } from '../window/dialog-center.ts';
import { SharedWork } from './shared-work.ts';

/** What the user is asked. */
export interface ConsentQuestion {
  readonly plugin: string;
  readonly pluginName: Message;
  readonly provider: string;
  readonly providerName: Message;
  readonly account: { readonly id: string; readonly name: string };
}

/** How long nothing is asked after the first, the second, and each further refusal in a row. */
const quietMs: readonly [number, ...number[]] = [2_000, 30_000, 300_000];
const maximumWaiting = 5;

interface Refusals {
  readonly count: number;
  readonly quietUntil: number;
}

/**
 * Asks users whether a plugin may have sessions of an account: once for all who wait for the same answer, one question of a plugin at a time, and
 * not again and again of those who refuse.
 */
export class ConsentQuestions {
  private readonly asked = new SharedWork<boolean>();
  private readonly last = new Map<string, { readonly turn: Promise<unknown>; readonly waiting: number }>();
  private readonly refusals = new Map<string, Refusals>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly dialogs: Pick<DialogCenter, 'ask'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Whether the user agrees; who closes the dialog doesn't.
   * @throws ShellError `dialog.no-window`; the signal's reason when it aborts.
   */
  ask(question: ConsentQuestion, signal: AbortSignal): Promise<boolean> {
    const { plugin, provider, account } = question;
    return this.asked.join(JSON.stringify([plugin, provider, account.id]), signal, (ending) => this.inTurn(question, ending));
  }

  private async inTurn(question: ConsentQuestion, signal: AbortSignal): Promise<boolean> {
    const { plugin } = question;
    const { turn: before = undefined, waiting = 0 } = this.last.get(plugin) ?? {};
    if (waiting >= maximumWaiting) return false;
    const turn = (async () => {
      await before;
      return this.askUnlessQuiet(question, signal);
    })();
    const settled = turn.then(
      () => {},
      () => {},
    );
    this.last.set(plugin, { turn: settled, waiting: waiting + 1 });
    try {
      return await turn;
    } finally {
      this.leave(plugin, settled);
    }
  }

  private leave(plugin: string, turn: Promise<unknown>): void {
    const last = this.last.get(plugin);
    if (!last) return;
    if (last.turn === turn) this.last.delete(plugin);
    else this.last.set(plugin, { ...last, waiting: last.waiting - 1 });
  }

  private async askUnlessQuiet(question: ConsentQuestion, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    const key = JSON.stringify([question.plugin, question.provider]);
    const { count, quietUntil } = this.refusals.get(key) ?? { count: 0, quietUntil: 0 };
    if (this.now() < quietUntil) return false;
    const isAgreed = (await this.dialogs.ask(shellId, describe(question), signal)).kind === 'confirmed';
    if (isAgreed) this.refusals.delete(key);
    else this.refusals.set(key, { count: count + 1, quietUntil: this.now() + (quietMs[count] ?? (quietMs.at(-1) as number)) });
    return isAgreed;
  }
}

function describe({ pluginName, providerName, account }: ConsentQuestion) {
  const args = { plugin: pluginName, provider: providerName, account: account.name };
  return {
    kind: 'confirm',
    isCautious: true,
    message: { key: 'authentication.question', args },
    detail: { key: 'authentication.question.detail', args },
    confirmLabel: { key: 'authentication.allow' },
    cancelLabel: { key: 'authentication.refuse' },
  } as const;
}
