import type { AccountSummary } from '../office-state.ts';

/** From as many accounts on there is a search field. */
export const searchedFrom = 12;

/** Finds accounts by their names, whatever their capitals and accents. */
export class AccountSearch {
  private accounts: readonly AccountSummary[] = [];
  private folded: readonly string[] = [];

  /** The accounts whose names hold all the words, in the order in which they stand. */
  find(accounts: readonly AccountSummary[], query: string): readonly AccountSummary[] {
    const words = fold(query).split(/\s+/u).filter(Boolean);
    if (words.length === 0) return accounts;
    this.remember(accounts);
    return accounts.filter((_, index) => words.every((word) => this.folded[index]?.includes(word)));
  }

  /** Ten thousand names are folded once, not at each key. */
  private remember(accounts: readonly AccountSummary[]): void {
    if (this.accounts === accounts) return;
    this.accounts = accounts;
    this.folded = accounts.map(({ name }) => fold(name));
  }
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
