import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '../message.ts';

/** Strings by key, in ICU MessageFormat. Angle brackets are text, not tags. */
export type Strings = Readonly<Record<string, string>>;

/** Strings that say the same without being parsed: nothing in them means anything to ICU, as an apostrophe does before these characters alone. */
const plain = /^[^{}']*(?:'(?!['<>{}])[^{}']*)*$/;

/** Strings that insert values as they are. ICU's parser would do the same, but its first use takes a noticeable part of a window's start. */
const insertsOnly = /^[^{}']*(?:\{\w+\}[^{}']*)+$/;

/** Fills in the strings of one language, parsing each once. */
export class MessageFormatter {
  private readonly parsed = new Map<string, IntlMessageFormat | undefined>();

  constructor(private readonly language: Language) {}

  /** A string with its values. One that is malformed, or misses a value, comes back as it is. */
  format(text: string, values: Readonly<Record<string, string | number>>): string {
    if (plain.test(text)) return text;
    if (insertsOnly.test(text)) return insert(text, values);
    try {
      const result: unknown = this.parse(text)?.format(values);
      return typeof result === 'string' ? result : text;
    } catch {
      // Rather a raw sentence than none: the user can still make something of it, and tests hold our own strings.
      return text;
    }
  }

  private parse(text: string): IntlMessageFormat | undefined {
    if (!this.parsed.has(text)) {
      this.parsed.set(text, undefined);
      this.parsed.set(text, new IntlMessageFormat(text, this.language, undefined, { ignoreTag: true }));
    }
    return this.parsed.get(text);
  }
}

/** As ICU inserts a value without a format: unchanged. A string that misses one comes back as it is. */
function insert(text: string, values: Readonly<Record<string, string | number>>): string {
  const names = Array.from(text.matchAll(/\{(\w+)\}/g), (match) => match[1] as string);
  if (!names.every((name) => Object.hasOwn(values, name))) return text;
  return text.replace(/\{(\w+)\}/g, (_placeholder, name: string) => String(values[name]));
}
