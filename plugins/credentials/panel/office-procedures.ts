import type { CommandOutcome, PanelApi } from 'boule-bleue';
import { html } from 'lit';
import type { SessionState } from '../office-state.ts';
import { askUntilDone } from './ask-until-done.ts';
import type { CredentialsQuestion, QuestionField } from './credentials-question.ts';
import './recovery-key.ts';

export interface ProcedureParts {
  readonly panel: PanelApi;
  readonly question: CredentialsQuestion;
  /** Says what became of a procedure. */
  readonly say: (text: string, isProblem?: boolean) => void;
}

/** What an administrator does for the whole réseau, step by step. Each step may be given up; what was done before it stays. */
export class OfficeProcedures {
  constructor(private readonly parts: ProcedureParts) {}

  /** The administrator's password, then the recovery key, shown once and typed back. */
  async protect({ account }: SessionState): Promise<void> {
    const { panel, question } = this.parts;
    const done = await askUntilDone(
      question,
      {
        title: this.stepTitle(1, 'protect.title'),
        detail: panel.t('protect.detail'),
        fields: this.newPasswordFields(),
        answers: [{ id: 'protect', label: panel.t('protect.next') }],
        cancelLabel: panel.t('dialog.cancel'),
      },
      ({ password = '', confirmation = '' }) => panel.run('credentials.protect', { account, password, confirmation }),
    );
    if (!done) return;
    const key = recoveryKeyIn(done.value);
    if (key) await this.handOver(key, true);
    else await this.createRecoveryKey();
  }

  async createRecoveryKey(): Promise<void> {
    const outcome = await this.parts.panel.run('credentials.create-recovery-key');
    await this.showKeyOf(outcome, 'recovery.created');
  }

  async verifyRecoveryKey(isProtecting = false): Promise<void> {
    const { panel, question, say } = this.parts;
    const done = await askUntilDone(
      question,
      {
        title: isProtecting ? this.stepTitle(3, 'recovery.verify.title') : panel.t('recovery.verify.title'),
        detail: panel.t('recovery.verify.detail'),
        fields: [{ id: 'recoveryKey', label: panel.t('recovery.key'), hint: panel.t('recovery.hint') }],
        answers: [{ id: 'verify', label: panel.t('recovery.verify.confirm') }],
        cancelLabel: panel.t('recovery.later'),
      },
      ({ recoveryKey = '' }) => panel.run('credentials.verify-recovery-key', { recoveryKey }),
    );
    if (done) say(panel.t('recovery.verified'));
  }

  /** The way back for an administrator whose password is lost. */
  async recover(): Promise<void> {
    const { panel, question, say } = this.parts;
    const done = await askUntilDone(
      question,
      {
        title: panel.t('recover.title'),
        detail: panel.t('recover.detail'),
        fields: [{ id: 'recoveryKey', label: panel.t('recovery.key'), hint: panel.t('recovery.hint') }, ...this.newPasswordFields()],
        answers: [{ id: 'recover', label: panel.t('recover.confirm') }],
        cancelLabel: panel.t('dialog.cancel'),
      },
      (values) => panel.run('credentials.recover', values),
    );
    if (!done) return;
    const key = recoveryKeyIn(done.value);
    if (key) await this.handOver(key);
    else say(panel.t('recover.done'));
  }

  async rotateKeys(): Promise<void> {
    await this.showKeyOf(await this.parts.panel.run('credentials.rotate-keys'), 'rotate.done');
  }

  /** After the administrator gave one. */
  async choosePassword({ account }: SessionState): Promise<void> {
    const { panel, question, say } = this.parts;
    const done = await askUntilDone(
      question,
      {
        title: panel.t('password.choose.title'),
        detail: panel.t('password.choose.detail'),
        fields: this.newPasswordFields(),
        answers: [{ id: 'choose', label: panel.t('command.save') }],
        cancelLabel: panel.t('recovery.later'),
      },
      ({ password = '', confirmation = '' }) => panel.run('credentials.save', { account, password, confirmation }),
    );
    if (done) say(panel.t('password.chosen'));
  }

  private async showKeyOf(outcome: CommandOutcome, done: string): Promise<void> {
    const { panel, say } = this.parts;
    if (!outcome.ok) return say(outcome.cancelled ? '' : outcome.sentence, true);
    const key = recoveryKeyIn(outcome.value);
    if (key) await this.handOver(key);
    else if (!wasDeclined(outcome.value)) say(panel.t(done));
  }

  /** Shows the key this once; goes on only when the user says that it is kept. */
  private async handOver(recoveryKey: string, isProtecting = false): Promise<void> {
    const { panel, question } = this.parts;
    const answer = await question.ask({
      title: isProtecting ? this.stepTitle(2, 'recovery.show.title') : panel.t('recovery.show.title'),
      detail: panel.t('recovery.show.detail'),
      content: html`<credentials-recovery-key .panel=${panel} .recoveryKey=${recoveryKey}></credentials-recovery-key>`,
      answers: [{ id: 'kept', label: panel.t('recovery.show.kept') }],
      cancelLabel: panel.t('recovery.later'),
    });
    if (answer) await this.verifyRecoveryKey(isProtecting);
  }

  private stepTitle(step: number, title: string): string {
    return this.parts.panel.t('protect.step', { step, title: this.parts.panel.t(title) });
  }

  private newPasswordFields(): readonly QuestionField[] {
    return (['password', 'confirmation'] as const).map((id) => ({ id, label: this.parts.panel.t(`new.${id}`), isSecret: true }));
  }
}

function recoveryKeyIn(value: unknown): string | undefined {
  const key = (value as { recoveryKey?: unknown } | null)?.recoveryKey;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/** The main half asked, and the answer was no. */
function wasDeclined(value: unknown): boolean {
  return (value as { rotated?: unknown } | null)?.rotated === false;
}
