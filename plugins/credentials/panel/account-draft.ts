import { type FieldProblem, findFieldProblem, type IdentityField, identityFields } from '../identity/net-entreprises-identity.ts';
import { isSiretKeyRight, normaliseSiret } from '../identity/siret.ts';
import type { EditedAccount } from './edited-account.ts';

export type DraftField = IdentityField | 'password' | 'confirmation';

const savedMembers = { siret: 'siret', lastName: 'lastName', firstName: 'firstName' } as const;

/** What the user typed over what is saved of one account. Immutable: each change gives a new draft. */
export class AccountDraft {
  constructor(
    readonly account: EditedAccount,
    private readonly typed: Readonly<Partial<Record<DraftField, string>>> = {},
  ) {}

  /**
   * The same typing over what is saved now. Where somebody else saved other credentials under it, those that the typing began with stay,
   * until the user has chosen.
   */
  over(account: EditedAccount): AccountDraft {
    if (!this.isOvertakenBy(account)) return new AccountDraft(account, this.typed);
    const { revision, siret, lastName, firstName, hasNetEntreprisesPassword } = this.account;
    return new AccountDraft({ ...account, revision, siret, lastName, firstName, hasNetEntreprisesPassword }, this.typed);
  }

  /** Whether somebody else saved other credentials than the ones that are being changed here. */
  isOvertakenBy(account: EditedAccount): boolean {
    const isSame = account.access !== 'open' || this.account.access !== 'open' || account.revision === this.account.revision;
    return !isSame && this.isNetEntreprisesDirty && conflictingFields(this, account).length > 0;
  }

  /** The same typing, whatever is saved now. */
  onto(account: EditedAccount): AccountDraft {
    return new AccountDraft(account, this.typed);
  }

  /** All that the fields show, typed over what somebody else saved. */
  keptOver(account: EditedAccount): AccountDraft {
    const fields = conflictingFields(this, account);
    return new AccountDraft(account, { ...this.typed, ...Object.fromEntries(fields.map((field) => [field, this.value(field)])) });
  }

  with(field: DraftField, value: string): AccountDraft {
    return new AccountDraft(this.account, { ...this.typed, [field]: value });
  }

  /** Takes the spaces out of the SIRET, and tells how many there were. */
  withNormalisedSiret(): { readonly draft: AccountDraft; readonly removedSpaces: number } {
    const { siret, removedSpaces } = normaliseSiret(this.value('siret'));
    return { draft: removedSpaces > 0 ? this.with('siret', siret) : this, removedSpaces };
  }

  /** Whether nothing was typed between the two. */
  hasTypingOf(other: AccountDraft): boolean {
    return this.typed === other.typed && this.account.id === other.account.id;
  }

  value(field: DraftField): string {
    return this.typed[field] ?? this.savedValue(field);
  }

  get isDirty(): boolean {
    return Object.entries(this.typed).some(([field, value]) => value !== this.savedValue(field as DraftField));
  }

  get isNetEntreprisesDirty(): boolean {
    return identityFields.some((field) => this.value(field) !== this.savedValue(field));
  }

  get passwordsDiffer(): boolean {
    return this.value('password') !== this.value('confirmation');
  }

  /** What a field lacks to be sent or saved. */
  problem(field: IdentityField): FieldProblem | undefined {
    const value = this.value(field);
    if (field === 'netEntreprisesPassword' && value === '' && this.account.hasNetEntreprisesPassword) return undefined;
    return findFieldProblem(field, value);
  }

  /** The first field that keeps this from being tested. */
  get firstUntestable(): IdentityField | undefined {
    if (this.account.access !== 'open') return undefined;
    return identityFields.find((field) => this.problem(field));
  }

  /** The first field that keeps this from being saved: Net-entreprises may be left out altogether. */
  get firstUnsavable(): DraftField | undefined {
    if (this.passwordsDiffer) return 'confirmation';
    const isLeftOut = !this.account.hasNetEntreprisesPassword && identityFields.every((field) => this.value(field) === '');
    return isLeftOut ? undefined : this.firstUntestable;
  }

  get hasWrongSiretKey(): boolean {
    const siret = this.value('siret');
    return findFieldProblem('siret', siret) === undefined && !isSiretKeyRight(siret);
  }

  /** For `credentials.test`: what is left empty stands for what is saved. */
  get testArguments(): Record<string, string> {
    return { account: this.account.id, ...this.identityArguments };
  }

  /** Whether a test of the one is a test of the other. */
  isTestedLike(other: AccountDraft): boolean {
    return JSON.stringify(this.testArguments) === JSON.stringify(other.testArguments);
  }

  get saveArguments(): Record<string, string> {
    const { id, revision } = this.account;
    const passwords = { password: this.value('password'), confirmation: this.value('confirmation') };
    return { account: id, ...(revision && { revision }), ...passwords, ...this.identityArguments };
  }

  /** Of credentials that are not known here yet, nothing can have been changed. */
  private get identityArguments(): Record<string, string> {
    if (this.account.access !== 'open') return {};
    return Object.fromEntries(identityFields.map((field) => [field, this.value(field)]));
  }

  /** The account as it is once this is saved, until the host says it itself. */
  get savedAccount(): EditedAccount {
    const { hasPassword, hasNetEntreprisesPassword } = this.account;
    return {
      ...this.account,
      siret: this.value('siret'),
      lastName: this.value('lastName'),
      firstName: this.value('firstName'),
      hasPassword: hasPassword || this.value('password') !== '',
      hasNetEntreprisesPassword: hasNetEntreprisesPassword || this.value('netEntreprisesPassword') !== '',
    };
  }

  private savedValue(field: DraftField): string {
    return field in savedMembers ? this.account[savedMembers[field as keyof typeof savedMembers]] : '';
  }
}

/** The fields that say something else here than what is saved. Of a password that is all that can be told: one was typed. */
export function conflictingFields(draft: AccountDraft, saved: EditedAccount): readonly IdentityField[] {
  return identityFields.filter((field) =>
    field === 'netEntreprisesPassword' ? draft.value(field) !== '' : draft.value(field) !== saved[field],
  );
}
