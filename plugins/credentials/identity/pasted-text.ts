/** How many stray characters of each kind a text held. Kinds that didn't occur are left out. */
export type StrayCharacters = Readonly<Partial<Record<StrayKind, number>>>;
export type StrayKind =
  | 'spaces'
  | 'noBreakSpaces'
  | 'zeroWidth'
  | 'softHyphens'
  | 'directionMarks'
  | 'byteOrderMarks'
  | 'otherInvisible'
  | 'tabs'
  | 'lineBreaks'
  | 'controls';

export interface CleanedText {
  readonly text: string;
  readonly removed: StrayCharacters;
}

type Everywhere = Exclude<StrayKind, 'spaces' | 'noBreakSpaces'>;

/** What nobody can have meant wherever it stands: pages, mails and documents bring it along. */
const strays: Readonly<Record<Everywhere, RegExp>> = {
  zeroWidth: /[\u200b-\u200d\u2060]/gu,
  softHyphens: /\u00ad/gu,
  directionMarks: /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
  byteOrderMarks: /\ufeff/gu,
  // Fillers, invisible operators, marks for old ways of shaping, interlinear marks, tags; selectors of a letter's form.
  otherInvisible:
    /\p{Variation_Selector}|[\u034f\u115f\u1160\u17b4\u17b5\u180e\u2061-\u2064\u206a-\u206f\u3164\uffa0\ufff9-\ufffb\u{e0000}-\u{e00ff}]/gu,
  tabs: /\t/gu,
  lineBreaks: /[\n\v\f\r\u0085\u2028\u2029]/gu,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  controls: /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f]/gu,
};

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

/** The same for a password, and for text pasted into a value: spaces around it may be meant. */
export function cleanPastedPart(text: string): CleanedText {
  let rest = text;
  const removed: Partial<Record<StrayKind, number>> = {};
  for (const [kind, pattern] of Object.entries(strays) as [Everywhere, RegExp][]) {
    const found = count(rest, pattern);
    if (found === 0) continue;
    removed[kind] = found;
    rest = rest.replace(pattern, '');
  }
  return { text: rest, removed };
}

function withoutSpaces({ text, removed }: CleanedText, where: RegExp): CleanedText {
  const spaces = (text.match(where) ?? []).join('');
  const noBreak = count(spaces, noBreakSpaces);
  const plain = spaces.length - noBreak;
  return {
    text: text.replace(where, ''),
    removed: { ...removed, ...(plain > 0 && { spaces: plain }), ...(noBreak > 0 && { noBreakSpaces: noBreak }) },
  };
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
