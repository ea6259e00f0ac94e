/** Things that the other end calls by a number, since they can't be sent themselves. */
export class Numbered<T> {
  private readonly items = new Map<number, T>();
  private last = 0;

  add(item: T): number {
    this.last += 1;
    this.items.set(this.last, item);
    return this.last;
  }

  get(number: unknown): T | undefined {
    return this.items.get(number as number);
  }

  delete(number: number): void {
    this.items.delete(number);
  }
}
