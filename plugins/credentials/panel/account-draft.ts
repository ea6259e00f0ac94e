import type { AccountState } from '../credentials-state.ts';
import { type FieldProblem, findFieldProblem, type IdentityField, identityFields } from '../identity/net-entreprises-identity.ts';
import { isSiretKeyRight, normaliseSiret } from '../identity/siret.ts';

export type DraftField = IdentityField | 'password' | 'confirmation';

const savedMembers = { siret: 'siret', lastName: 'lastName', firstName: 'firstName' } as const;

/** What the user typed over what is saved of one account. Immutable: each change gives a new draft. */
export class AccountDraft {
  constructor(
    readonly account: AccountState,
    private readonly typed: Readonly<Partial<Record<DraftField, string>>> = {},
  ) {}

  /** The same typing over newer saved values. */
  over(account: AccountState): AccountDraft {
    return new AccountDraft(account, this.typed);
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
    const { siret, lastName, firstName, netEntreprisesPassword } = this.saveArguments;
    return { account: this.account.id, siret, lastName, firstName, netEntreprisesPassword };
  }

  get saveArguments() {
    return {
      account: this.account.id,
      password: this.value('password'),
      confirmation: this.value('confirmation'),
      siret: this.value('siret'),
      lastName: this.value('lastName'),
      firstName: this.value('firstName'),
      netEntreprisesPassword: this.value('netEntreprisesPassword'),
    };
  }

  /** The account as it is once this is saved, until the host says it itself. */
  get savedAccount(): AccountState {
    const { siret, lastName, firstName, netEntreprisesPassword, password } = this.saveArguments;
    return {
      ...this.account,
      siret,
      lastName,
      firstName,
      hasPassword: this.account.hasPassword || password !== '',
      hasNetEntreprisesPassword: this.account.hasNetEntreprisesPassword || netEntreprisesPassword !== '',
    };
  }

  private savedValue(field: DraftField): string {
    return field in savedMembers ? this.account[savedMembers[field as keyof typeof savedMembers]] : '';
  }
}
