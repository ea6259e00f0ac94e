/** One of the office's accounts, by name alone. */
export interface AccountName {
  /** Stays the same when the account is renamed. */
  readonly id: string;
  readonly name: string;
}

/** Tells which accounts there are: never their passwords, nor anything else of them. Needs the permission `accounts`. */
export abstract class AccountService {
  static readonly serviceId = 'accounts';
  static readonly permission = 'accounts';

  /** All accounts, in the order in which users see them. Empty where no plugin keeps accounts. */
  abstract list(): Promise<readonly AccountName[]>;
}
