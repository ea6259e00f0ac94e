import { type NetworkAnswer, type NetworkService, type SettingsService, ShellError } from 'boule-bleue';
import * as v from 'valibot';
import { compareVersions, dateSchema, versionSchema } from './note.ts';
import type { FetchedNote } from './note-shelf.ts';

/** Used where the connection plugin, which keeps the address, isn't installed. */
const factoryAddress = 'https://impact-emploi.urssaf.fr/updates';
const maximumListBytes = 65_536;
const maximumNoteBytes = 262_144;
const maximumNotesPerSearch = 10;
const requestTimeoutMs = 10_000;
const searchTimeoutMs = 30_000;

const publishedSchema = v.object({
  version: versionSchema,
  date: dateSchema,
  notes: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i), v.toLowerCase()),
});

/** An entry of `versions.json`. */
type PublishedNote = v.InferOutput<typeof publishedSchema>;

export interface SearchResult {
  readonly notes: readonly FetchedNote[];
  /** Versions whose note was announced and could not be had as announced. */
  readonly damaged: readonly string[];
}

/** Fetches the notes that the update server publishes: `versions.json`, then each note below the same address. */
export class UpdateFeed {
  constructor(
    private readonly network: NetworkService,
    private readonly settings: SettingsService,
  ) {}

  /**
   * The newest notes among those that `isKnown` denies.
   * @throws ShellError `release-notes.address-unusable`, `.list-unusable`, `.list-unavailable`, `network.*`; an `AbortError` when cancelled.
   */
  async search(isKnown: (version: string, sha256: string) => boolean, cancelled: AbortSignal): Promise<SearchResult> {
    const base = await this.address();
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), searchTimeoutMs);
    const signal = AbortSignal.any([cancelled, deadline.signal]);
    try {
      const published = await this.fetchList(base, signal);
      const wanted = published.filter(({ version, sha256 }) => !isKnown(version, sha256)).slice(0, maximumNotesPerSearch);
      const result = await this.fetchNotes(base, wanted, signal);
      cancelled.throwIfAborted();
      return result;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends with a slash, so that paths are taken below it. */
  private async address(): Promise<URL> {
    const address = (await this.settings.get<string>('connection.servers.update')) || factoryAddress;
    const url = URL.parse(address);
    if (url?.protocol !== 'https:') throw new ShellError('release-notes.address-unusable');
    return new URL(`${url.origin}${url.pathname.replace(/\/*$/, '/')}`);
  }

  /** Newest first. Entries of another shape are left out: a later server may know more. */
  private async fetchList(base: URL, signal: AbortSignal): Promise<readonly PublishedNote[]> {
    const answer = await this.get(new URL('versions.json', base), maximumListBytes, signal);
    if (answer.status !== 200) throw new ShellError('release-notes.list-unavailable', { status: answer.status });
    const entries = parseList(answer.body).flatMap((entry) => {
      const outcome = v.safeParse(publishedSchema, entry);
      return outcome.success ? [outcome.output] : [];
    });
    return entries.sort((one, other) => compareVersions(other.version, one.version));
  }

  private async fetchNotes(base: URL, wanted: readonly PublishedNote[], signal: AbortSignal): Promise<SearchResult> {
    const notes: FetchedNote[] = [];
    const damaged: string[] = [];
    for (const entry of wanted) {
      const markdown = await this.fetchNote(base, entry, signal);
      if (markdown === undefined) damaged.push(entry.version);
      else notes.push({ version: entry.version, date: entry.date, markdown, sha256: entry.sha256 });
    }
    return { notes, damaged };
  }

  /** The Markdown, or `undefined` when it isn't what was announced. */
  private async fetchNote(base: URL, { notes, sha256 }: PublishedNote, signal: AbortSignal): Promise<string | undefined> {
    const url = URL.parse(notes, base.href);
    if (!url || !isBelow(url, base)) return undefined;
    if (signal.aborted) return undefined;
    try {
      const { status, body } = await this.get(url, maximumNoteBytes, signal);
      return status === 200 && (await digest(body)) === sha256 ? body : undefined;
    } catch (error) {
      if (error instanceof ShellError || signal.aborted) return undefined;
      throw error;
    }
  }

  private get(url: URL, maximumBytes: number, signal: AbortSignal): Promise<NetworkAnswer> {
    return this.network.request({ url: url.href, maximumBytes, timeoutMs: requestTimeoutMs, signal });
  }
}

function parseList(body: string): readonly unknown[] {
  let list: unknown;
  try {
    list = JSON.parse(body);
  } catch {
    // What can't be parsed is no list either.
  }
  if (!Array.isArray(list)) throw new ShellError('release-notes.list-unusable');
  return list;
}

function isBelow(url: URL, base: URL): boolean {
  return url.origin === base.origin && url.pathname.startsWith(base.pathname) && url.pathname.length > base.pathname.length;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
