import type { Message } from 'boule-bleue';

export const journalPanelId = 'credentials.journal';

/** What the panel « Journal » renders, beside the pages that it asks for with `credentials.read-journal`. */
export type JournalPanelState = {
  /** `signed-out`: nobody may read anything. `unreachable`: the shared store can't be had. */
  readonly access: 'open' | 'signed-out' | 'unreachable';
  /** Id of the account that is signed in; another one sees other entries. */
  readonly reader: string;
  /** Who isn't sees the entries about themselves alone. */
  readonly isAdministrator: boolean;
  /** Another number whenever there may be new entries. */
  readonly version: number;
};

/** Which entries are wanted; all conditions hold at once. */
export type JournalFilter = {
  /** In actor, subject, workstation or action, in any case. */
  readonly text?: string;
  readonly action?: string;
  /** In ms since 1970, both inclusive. */
  readonly from?: number;
  readonly to?: number;
};

export type JournalRequest = JournalFilter & {
  /** `next` of the page before. Left out: the newest. */
  readonly before?: number;
};

export type JournalPage = {
  /** The newest first. */
  readonly entries: readonly JournalLine[];
  /** Where the next page begins; null: there is none. */
  readonly next: number | null;
};

export type JournalLine = {
  readonly sequence: number;
  /** In ms since 1970. */
  readonly at: number;
  readonly sentence: Message;
};

/** What `credentials.verify-journal` answers, for scripts and for people. */
export type JournalFinding = {
  readonly ok: boolean;
  readonly entryCount: number;
  readonly problem?: 'altered' | 'missing' | 'cut-off';
  /** The first entry that isn't what was written. */
  readonly sequence?: number;
  /** What happened. */
  readonly sentence: Message;
  /** Who acts, in the words of the access test. */
  readonly actor?: 'user' | 'network-administrator';
  readonly next?: Message;
};
