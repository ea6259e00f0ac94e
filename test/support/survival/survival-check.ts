import type { SharedStore } from '../../../host/node/shared-storage/shared-store.ts';
import { survivalCollection, survivalPlugin } from './saver.ts';

/** What was acknowledged so far, by saver. */
export type Acknowledged = ReadonlyMap<string, number>;

/** Compares what stands with what was acknowledged. What was looked at once isn't looked at again until {@link verifyWhole}. */
export class SurvivalCheck {
  private readonly noted = new Map<string, number>();
  private lookedAt = 0;

  /** @returns what is wrong, in words; nothing where nothing is. */
  async find(store: SharedStore, acknowledged: Acknowledged): Promise<readonly string[]> {
    const { documents, damaged } = await store.list<{ count: number }>(survivalPlugin, survivalCollection);
    const counts = new Map(documents.map(({ id, value }) => [id, value.count]));
    const problems = damaged.map((id) => `${id} is damaged`);
    await this.readNotes(store, problems);
    for (const [saver, count] of acknowledged) {
      const [first = 0, second = 0] = [counts.get(`${saver}-first`), counts.get(`${saver}-second`)];
      if (first !== second) problems.push(`${saver}: half a save, ${first} and ${second}`);
      if (first < count) problems.push(`${saver}: save ${count} was acknowledged, ${first} stands`);
      if (first > count + 1) problems.push(`${saver}: ${first} stands, and ${count} was the last that was acknowledged`);
      if ((this.noted.get(saver) ?? 0) !== first) problems.push(`${saver}: ${first} stands, the journal says ${this.noted.get(saver)}`);
    }
    return problems;
  }

  async verifyWhole(store: SharedStore): Promise<readonly string[]> {
    const verdict = await store.verifyJournal();
    return verdict.ok ? [] : [`the journal is ${verdict.problem} at ${verdict.sequence}`];
  }

  private async readNotes(store: SharedStore, problems: string[]): Promise<void> {
    const entries = [];
    for (let before: number | undefined; ; ) {
      const page = await store.readJournal(survivalPlugin, { limit: 1_000, ...(before !== undefined && { before }) });
      entries.push(...page.filter(({ sequence }) => sequence > this.lookedAt));
      before = page.at(-1)?.sequence;
      if (before === undefined || before <= this.lookedAt + 1) break;
    }
    for (const { sequence, subject = '', details } of entries.toReversed()) {
      if (sequence !== this.lookedAt + 1) problems.push(`entry ${sequence} follows ${this.lookedAt}`);
      const expected = (this.noted.get(subject) ?? 0) + 1;
      if (details?.count !== expected) problems.push(`${subject}: note ${details?.count} where ${expected} is due`);
      this.noted.set(subject, expected);
      this.lookedAt = sequence;
    }
  }
}
