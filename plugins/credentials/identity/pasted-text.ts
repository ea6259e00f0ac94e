/** How many stray characters of each kind a text held. Kinds that didn't occur are left out. */
export type StrayCharacters = Readonly<Partial<Record<StrayKind, number>>>;
export type StrayKind = 'spaces' | 'noBreakSpaces' | 'invisible' | 'lineBreaks';

export interface CleanedText {
  readonly text: string;
  readonly removed: StrayCharacters;
}

// Characters without width that copying from pages and mails brings along: zero-width spaces and joiners,
// direction marks, soft hyphen, word joiner, byte-order mark.
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;
const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]/gu;
const surrounding = /^\s+|\s+$/gu;
const noBreakSpaces = /[\u00a0\u2007\u202f]/gu;

/**
 * Takes out of a pasted value what nobody can have meant: characters without width, tabs and line breaks
 * anywhere, spaces of any kind around the value. All else, inner spaces included, stays byte for byte.
 */
export function cleanPastedValue(text: string): CleanedText {
  return withoutSpaces(cleanPastedPart(text), surrounding);
}

/** The same for a number, in which spaces only group digits. */
export function cleanPastedNumber(text: string): CleanedText {
  return withoutSpaces(cleanPastedPart(text), /\s/gu);
}

/** The same for text pasted into a value, where spaces around it may be meant. */
export function cleanPastedPart(text: string): CleanedText {
  return {
    text: text.replace(invisible, '').replace(lineBreaks, ''),
    removed: counts({ invisible: count(text, invisible), lineBreaks: count(text, lineBreaks) }),
  };
}

function withoutSpaces({ text, removed }: CleanedText, where: RegExp): CleanedText {
  const spaces = (text.match(where) ?? []).join('');
  const noBreak = count(spaces, noBreakSpaces);
  return { text: text.replace(where, ''), removed: { ...removed, ...counts({ spaces: spaces.length - noBreak, noBreakSpaces: noBreak }) } };
}

/** What in a typed value looks stray without being certain: it is kept, and the user told. */
export function findSuspiciousCharacters(text: string): 'surrounding-space' | 'no-break-space' | undefined {
  if (text.trim() !== text) return 'surrounding-space';
  return count(text, noBreakSpaces) > 0 ? 'no-break-space' : undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function counts(all: Readonly<Record<string, number>>): StrayCharacters {
  return Object.fromEntries(Object.entries(all).filter(([, number]) => number > 0));
}
