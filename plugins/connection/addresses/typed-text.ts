import type { Message } from 'boule-bleue';

/** What became of something typed or pasted. Whatever was changed is said, whatever is refused has its reason. */
export interface Reading<T> {
  /** `undefined` when refused. */
  readonly value: T | undefined;
  readonly problem?: Message;
  /** What was taken away, added or rewritten, in the order in which it happened. */
  readonly corrections: readonly Message[];
  /** What makes a value suspicious that can be used all the same. */
  readonly warning?: Message;
}

/** A name and a password that stood in an address. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

export function refused<T>(problem: string, args: Record<string, string | number> = {}): Reading<T> {
  return { value: undefined, problem: { key: `error.connection.${problem}`, args }, corrections: [] };
}

const quotes = new Set('«»‹›"“”„‟\'‘’‚‛`´<>()');
const punctuation = new Set('.,;');
const isSpace = (character: string) => character.trim() === '';

/** How many of the characters, from the first on, cling to an address without belonging to it. */
function countClinging(characters: readonly string[], kinds: readonly ReadonlySet<string>[]): number {
  const end = characters.findIndex((character) => !isSpace(character) && !kinds.some((kind) => kind.has(character)));
  return end === -1 ? characters.length : end;
}

/** Text copied from a guide, a mail or a web page, without what clings to it. */
export class TypedText {
  readonly corrections: Message[] = [];

  constructor(public text: string) {
    // Line breaks and tabs count among these: an address that a mail program broke in two is whole again.
    this.replace(/[\p{Cc}\p{Cf}]/gu, '', 'invisible');
    this.trim();
  }

  /** Takes away the spaces, quotes and punctuation around the text. */
  trim(): void {
    const characters = [...this.text];
    const start = countClinging(characters, [quotes]);
    const end = characters.length - countClinging(characters.toReversed(), [quotes, punctuation]);
    const removed = start < end ? [...characters.slice(0, start), ...characters.slice(end)] : characters;
    this.text = characters.slice(start, end).join('');
    if (removed.some(isSpace)) this.note('spaces');
    if (removed.some((character) => quotes.has(character))) this.note('quotes');
    if (removed.some((character) => punctuation.has(character))) this.note('punctuation');
  }

  /** Rewrites the text and remembers what for, where it makes a difference. */
  replace(pattern: RegExp, replacement: string, correction: string): void {
    this.rewrite(this.text.replace(pattern, replacement), correction);
  }

  rewrite(text: string, correction: string, args: Record<string, string | number> = {}): void {
    if (text === this.text) return;
    this.text = text;
    this.note(correction, args);
  }

  note(correction: string, args: Record<string, string | number> = {}): void {
    const key = `corrected.${correction}`;
    if (!this.corrections.some((message) => message.key === key)) this.corrections.push({ key, args });
  }
}

/** Without its percent-encoding. A percent sign that encodes nothing stands for itself. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
