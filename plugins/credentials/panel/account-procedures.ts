import type { PanelApi } from 'boule-bleue';
import { askUntilDone } from './ask-until-done.ts';
import type { CredentialsQuestion } from './credentials-question.ts';
import type { EditedAccount } from './edited-account.ts';

export interface AccountProcedureParts {
  readonly panel: PanelApi;
  readonly question: CredentialsQuestion;
  readonly say: (text: string, isProblem?: boolean) => void;
}

/** What is done to an account as a whole. */
export class AccountProcedures {
  constructor(private readonly parts: AccountProcedureParts) {}

  /** Resolves with the new account's id, or nothing when the user gave up. */
  async add(): Promise<string | undefined> {
    const { panel, say } = this.parts;
    const done = await this.askName(panel.t('accounts.add'), panel.t('accounts.add.confirm'), '', 'credentials.add-account', {});
    if (!done) return undefined;
    say(panel.t('accounts.added', { account: (done.answer.values.name ?? '').trim() }));
    return (done.value as { account: string }).account;
  }

  async rename({ id, name }: EditedAccount): Promise<void> {
    const { panel } = this.parts;
    const title = panel.t('accounts.rename.title', { account: name });
    await this.askName(title, panel.t('accounts.rename'), name, 'credentials.rename-account', { account: id });
  }

  /** The main half says what is lost, and asks. */
  async remove({ id, name }: EditedAccount): Promise<void> {
    const { panel, say } = this.parts;
    const outcome = await panel.run('credentials.remove-account', { account: id });
    if (!outcome.ok) return say(outcome.sentence, true);
    if ((outcome.value as { removed: boolean }).removed) say(panel.t('accounts.removed', { account: name }));
  }

  /** Makes an administrator of a user, and the reverse. */
  async changeRole({ id, name, role }: EditedAccount): Promise<void> {
    const { panel, say } = this.parts;
    const other = role === 'administrator' ? 'user' : 'administrator';
    const outcome = await panel.run('credentials.set-role', { account: id, role: other });
    if (!outcome.ok) return say(outcome.cancelled ? '' : outcome.sentence, true);
    if ((outcome.value as { changed?: boolean } | null)?.changed !== false)
      say(panel.t('accounts.role-changed', { account: name, role: other }));
  }

  private askName(title: string, label: string, former: string, command: string, args: Record<string, string>) {
    const { panel, question } = this.parts;
    return askUntilDone(
      question,
      {
        title,
        fields: [{ id: 'name', label: panel.t('accounts.name'), value: former }],
        answers: [{ id: 'apply', label }],
        cancelLabel: panel.t('dialog.cancel'),
      },
      ({ name = '' }) => panel.run(command, { ...args, name }),
    );
  }
}
