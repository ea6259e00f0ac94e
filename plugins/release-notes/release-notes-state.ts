import type { Message } from 'boule-bleue';

export type NoteState = {
  readonly version: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly markdown: string;
  readonly isUnread: boolean;
};

/** What the panel renders. */
export type ReleaseNotesState = {
  /** Newest first. */
  readonly notes: readonly NoteState[];
  /** The version in use where it has a note, else the newest: shown until the user chooses. */
  readonly preferred: string;
  readonly isSearching: boolean;
  /** When the update server was last asked, in ms since 1970. */
  readonly searchedAt: number | null;
  /** Why that did not work, or not wholly. */
  readonly problem: Message | null;
};
