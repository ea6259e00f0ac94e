import { type DialogService, type Message, type Secret, ShellError } from 'boule-bleue';
import type { AssistanceKey } from './assistance-key.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { civilDateInParis, noonUtcMs } from './civil-date.ts';
import { hasCode } from './error-code.ts';
import { isSamePassword, passwordOfTheDay, readTypedPassword } from './password-of-the-day.ts';

/** What scripts give in advance; a user in a window is asked instead. */
export interface DeactivationArguments {
  readonly password?: Secret;
  /** Ends the mode without a password where there is no key to check one. */
  readonly confirmed?: boolean;
}

/** The dialog that is open, and how many wait for its answer. */
interface Asking {
  readonly answer: Promise<boolean>;
  readonly ending: AbortController;
  callers: number;
}

/**
 * Decides whether the assistance mode may end. The password of the day is asked for always, as the guide prints it. A
 * workstation that never got the key can't check it: it says so, and takes any of the right form, else it would never end.
 */
export class Deactivation {
  private asking: Asking | undefined;
  private checking: Promise<void> = Promise.resolve();

  constructor(
    private readonly key: AssistanceKey,
    private readonly limit: AttemptLimit,
    private readonly dialogs: DialogService,
    private readonly now: () => number,
  ) {}

  /**
   * Whether it may; false when the user closed the dialog. A second call while the user is being asked joins the first; the dialog goes
   * when all have given up.
   * @throws ShellError `assistance.password-wrong`, `assistance.password-form`, `assistance.too-many-attempts`,
   *   `assistance.password-needed` where nobody can be asked.
   */
  async allow({ password, confirmed = false }: DeactivationArguments, signal: AbortSignal): Promise<boolean> {
    const key = await this.key.read();
    if (!key && confirmed) return true;
    if (!password) return this.askOnce((ending) => this.askPassword(key, ending), signal);
    await this.checkInTurn(key, password);
    return true;
  }

  private async askOnce(ask: (ending: AbortSignal) => Promise<boolean>, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    const asking = this.asking ?? this.begin(ask);
    const { promise: gone, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    asking.callers += 1;
    try {
      return await Promise.race([asking.answer, gone]);
    } finally {
      signal.removeEventListener('abort', leave);
      asking.callers -= 1;
      if (asking.callers === 0) asking.ending.abort();
    }
  }

  private begin(ask: (ending: AbortSignal) => Promise<boolean>): Asking {
    const ending = new AbortController();
    const answer = ask(ending.signal).finally(() => {
      this.asking = undefined;
    });
    this.asking = { answer, ending, callers: 0 };
    return this.asking;
  }

  private async askPassword(key: Uint8Array | undefined, ending: AbortSignal): Promise<boolean> {
    let detail: Message = { key: key ? 'deactivate.detail' : 'deactivate.without-key' };
    for (;;) {
      await this.limit.check();
      const typed = await this.askSecret(detail, ending);
      if (!typed) return false;
      try {
        await this.checkInTurn(key, typed);
        return true;
      } catch (error) {
        if (!(error instanceof ShellError) || error.code === 'assistance.too-many-attempts') throw error;
        detail = error.sentence;
      }
    }
  }

  private async askSecret(detail: Message, signal: AbortSignal): Promise<Secret | undefined> {
    try {
      return await this.dialogs.askSecret({ title: { key: 'deactivate.title' }, label: { key: 'deactivate.label' }, detail }, { signal });
    } catch (error) {
      if (hasCode(error, 'dialog.no-window')) throw new ShellError('assistance.password-needed', {}, { cause: error });
      throw error;
    }
  }

  /** One check after the other: else many at once would all pass the limit before the first failure is recorded. */
  private checkInTurn(key: Uint8Array | undefined, typed: Secret): Promise<void> {
    const outcome = this.checking.then(() => this.check(key, typed));
    this.checking = outcome.catch(() => {});
    return outcome;
  }

  private async check(key: Uint8Array | undefined, typed: Secret): Promise<void> {
    await this.limit.check();
    const password = readTypedPassword(await typed.reveal());
    if (password === undefined) throw new ShellError('assistance.password-form');
    if (!key) return;
    const today = civilDateInParis(this.now());
    if (!isSamePassword(password, passwordOfTheDay(key, today))) {
      await this.limit.recordFailure();
      throw new ShellError('assistance.password-wrong', { date: noonUtcMs(today) });
    }
    await this.limit.clear();
  }
}
