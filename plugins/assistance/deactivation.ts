import { type DialogService, type Message, type Secret, ShellError } from 'boule-bleue';
import type { AssistanceKey } from './assistance-key.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { civilDateInParis, noonUtcMs } from './civil-date.ts';
import { confirmWhereAsked } from './confirm.ts';
import { hasCode } from './error-code.ts';
import { isSamePassword, passwordOfTheDay, readTypedPassword } from './password-of-the-day.ts';

/** What scripts give in advance; a user in a window is asked instead. */
export interface DeactivationArguments {
  readonly password?: Secret;
  /** Agrees to the question asked where no password can be checked. */
  readonly confirmed?: boolean;
}

/** Decides whether the assistance mode may end: by the password of the day, or by a question where there is no key to check it. */
export class Deactivation {
  private asking: Promise<boolean> | undefined;
  private checking: Promise<void> = Promise.resolve();

  constructor(
    private readonly key: AssistanceKey,
    private readonly limit: AttemptLimit,
    private readonly dialogs: DialogService,
    private readonly now: () => number,
  ) {}

  /**
   * Whether it may; false when the user closed the dialog. A second call while the user is being asked joins the first.
   * @throws ShellError `assistance.password-wrong`, `assistance.password-form`, `assistance.too-many-attempts`,
   *   `assistance.password-needed` where nobody can be asked.
   */
  async allow({ password, confirmed = false }: DeactivationArguments): Promise<boolean> {
    const key = await this.key.read();
    if (!key) return confirmed || password !== undefined || this.askOnce(() => this.confirmWithoutKey());
    if (!password) return this.askOnce(() => this.askPassword(key));
    await this.checkInTurn(key, password);
    return true;
  }

  private askOnce(ask: () => Promise<boolean>): Promise<boolean> {
    this.asking ??= ask().finally(() => {
      this.asking = undefined;
    });
    return this.asking;
  }

  private async askPassword(key: Uint8Array): Promise<boolean> {
    let detail: Message = { key: 'deactivate.detail' };
    for (;;) {
      await this.limit.check();
      const typed = await this.askSecret(detail);
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

  private async askSecret(detail: Message): Promise<Secret | undefined> {
    try {
      return await this.dialogs.askSecret({ title: { key: 'deactivate.title' }, label: { key: 'deactivate.label' }, detail });
    } catch (error) {
      if (hasCode(error, 'dialog.no-window')) throw new ShellError('assistance.password-needed', {}, { cause: error });
      throw error;
    }
  }

  private confirmWithoutKey(): Promise<boolean> {
    return confirmWhereAsked(this.dialogs, {
      message: { key: 'deactivate.without-key.message' },
      detail: { key: 'deactivate.without-key.detail' },
      confirmLabel: { key: 'command.deactivate' },
    });
  }

  /** One check after the other: else many at once would all pass the limit before the first failure is recorded. */
  private checkInTurn(key: Uint8Array, typed: Secret): Promise<void> {
    const outcome = this.checking.then(() => this.check(key, typed));
    this.checking = outcome.catch(() => {});
    return outcome;
  }

  private async check(key: Uint8Array, typed: Secret): Promise<void> {
    await this.limit.check();
    const password = readTypedPassword(await typed.reveal());
    if (password === undefined) throw new ShellError('assistance.password-form');
    const today = civilDateInParis(this.now());
    if (!isSamePassword(password, passwordOfTheDay(key, today))) {
      await this.limit.recordFailure();
      throw new ShellError('assistance.password-wrong', { date: noonUtcMs(today) });
    }
    await this.limit.clear();
  }
}
