import type { StorageService } from 'boule-bleue';
import * as v from 'valibot';
import { compareVersions, versionSchema } from './note.ts';

const collection = 'reading';
const id = 'state';

const documentSchema = v.object({
  /** Newest version whose note was read. */
  read: v.exactOptional(versionSchema),
  /** Version of Impact emploi for which the notes were opened by themselves. */
  greeted: v.exactOptional(v.string()),
  /** When the update server was last asked, in ms since 1970. */
  searchedAt: v.exactOptional(v.number()),
});

type Reading = v.InferOutput<typeof documentSchema>;

/** Remembers over restarts what was read, announced and searched. */
export class ReadingLog {
  private constructor(
    private readonly storage: StorageService,
    private reading: Reading,
  ) {}

  /** A document that can't be read counts as none: at worst a note opens once more. */
  static async load(storage: StorageService): Promise<ReadingLog> {
    const outcome = v.safeParse(documentSchema, await storage.get(collection, id));
    return new ReadingLog(storage, outcome.success ? outcome.output : {});
  }

  /** A note counts as read once it, or a newer one, was shown. */
  isUnread(version: string): boolean {
    return this.reading.read === undefined || compareVersions(version, this.reading.read) > 0;
  }

  async markRead(version: string): Promise<void> {
    if (this.isUnread(version)) await this.update({ read: version });
  }

  hasGreeted(impactEmploiVersion: string): boolean {
    return this.reading.greeted === impactEmploiVersion;
  }

  async markGreeted(impactEmploiVersion: string): Promise<void> {
    if (!this.hasGreeted(impactEmploiVersion)) await this.update({ greeted: impactEmploiVersion });
  }

  get searchedAt(): number | undefined {
    return this.reading.searchedAt;
  }

  async markSearched(at: number): Promise<void> {
    await this.update({ searchedAt: at });
  }

  async forgetSearch(): Promise<void> {
    const { searchedAt: _, ...rest } = this.reading;
    this.reading = rest;
    await this.update({});
  }

  private async update(change: Partial<Reading>): Promise<void> {
    this.reading = { ...this.reading, ...change };
    await this.storage.write([{ collection, id, value: this.reading }]);
  }
}
