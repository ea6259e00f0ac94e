const maximumCount = 32;

/** Which accounts windows look at: those asked for last. */
export class ShownAccounts {
  private readonly shown = new Set<string>();

  add(accountId: string): void {
    this.shown.delete(accountId);
    this.shown.add(accountId);
    const [oldest] = this.shown;
    if (this.shown.size > maximumCount && oldest !== undefined) this.shown.delete(oldest);
  }

  has(accountId: string): boolean {
    return this.shown.has(accountId);
  }

  get ids(): readonly string[] {
    return [...this.shown];
  }
}
