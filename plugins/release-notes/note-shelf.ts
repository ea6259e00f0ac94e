import type { LogService, StorageChange, StorageService } from 'boule-bleue';
import * as v from 'valibot';
import { bundledNotes } from './bundled-notes.ts';
import { compareVersions, dateSchema, type Note, versionSchema } from './note.ts';

/** A note that came from the update server, with the checksum that it was published under. */
export interface FetchedNote extends Note {
  /** Of the Markdown as UTF-8, in hexadecimal. */
  readonly sha256: string;
}

const collection = 'notes';
const maximumKept = 50;
const documentSchema = v.object({ date: dateSchema, markdown: v.string(), sha256: v.string() });

/** The notes there are: the bundled ones, and those fetched from the update server. */
export class NoteShelf {
  constructor(
    private readonly storage: StorageService,
    private readonly log: LogService,
  ) {}

  /** Newest first. A bundled note stands for its version whatever was fetched. */
  async list(): Promise<readonly Note[]> {
    const bundled = new Set(bundledNotes.map(({ version }) => version));
    const fetched = (await this.listFetched()).filter(({ version }) => !bundled.has(version));
    return [...bundledNotes, ...fetched].sort((one, other) => compareVersions(other.version, one.version));
  }

  /** Tells whether the note of a version is here, in the state that a checksum names. Bundled ones are, in whichever. */
  async inventory(): Promise<(version: string, sha256: string) => boolean> {
    const bundled = new Set(bundledNotes.map(({ version }) => version));
    const fetched = new Map((await this.listFetched()).map(({ version, sha256 }) => [version, sha256]));
    return (version, sha256) => bundled.has(version) || fetched.get(version) === sha256;
  }

  private async listFetched(): Promise<readonly FetchedNote[]> {
    const documents = await this.storage.list(collection);
    return documents.flatMap(({ id, value }) => this.read(id, value));
  }

  /** Keeps notes, newer ones in place of the oldest when they are too many. */
  async keep(notes: readonly FetchedNote[]): Promise<void> {
    const added = new Set(notes.map(({ version }) => version));
    const former = (await this.listFetched()).filter(({ version }) => !added.has(version));
    const all = [...notes, ...former].sort((one, other) => compareVersions(other.version, one.version));
    const dropped: StorageChange[] = all.slice(maximumKept).map(({ version }) => ({ collection, id: version }));
    const kept = all.slice(0, maximumKept).filter(({ version }) => added.has(version));
    const changes = kept.map(({ version, date, markdown, sha256 }) => ({ collection, id: version, value: { date, markdown, sha256 } }));
    await this.storage.write([...changes, ...dropped]);
  }

  private read(version: string, value: unknown): FetchedNote[] {
    const outcome = v.safeParse(documentSchema, value);
    if (outcome.success && v.is(versionSchema, version)) return [{ version, ...outcome.output }];
    this.log.warn('A stored release note cannot be read and is left out.', { version });
    return [];
  }
}
