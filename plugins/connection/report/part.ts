import type { Message } from 'boule-bleue';

/** Something that is said: a message, or a text that is nobody's to translate. */
export type Line = Message | string;

/**
 * One thing that is told of a test. The report's text, its JSON, the user's choice of what leaves and the comparison are all made
 * from the same parts, so that none tells what another hides.
 */
export interface Part<Subject> {
  readonly id: string;
  /** Whether it tells of the office's network or of who sends the report. */
  readonly isPrivate?: boolean;
  /** Empty where nothing is known. */
  readonly read: (subject: Subject) => readonly Line[];
  /** The subject without it. A part without this always leaves: a report means nothing without it. */
  readonly withhold?: (subject: Subject) => Subject;
  /** What has to differ for two tests to be marked as different here. Default: what is read. */
  readonly essence?: (subject: Subject) => unknown;
}

export const said = (key: string, args?: Message['args']): Message => (args ? { key: `report.${key}`, args } : { key: `report.${key}` });

/** The text, unless it is empty. */
export const given = (text: string): readonly string[] => (text === '' ? [] : [text]);
