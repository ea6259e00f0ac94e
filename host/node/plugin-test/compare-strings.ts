import { IntlMessageFormat } from 'intl-messageformat';
import { type Language, languages } from '../../../core/message.ts';

export type Strings = Readonly<Record<string, string>>;

/** What is wrong with one text of a plugin's strings. */
export interface StringFault {
  readonly key: string;
  /** `placeholders`: the languages' differ, and `details` names those of each. */
  readonly problem: 'missing' | 'malformed' | 'placeholders';
  /** Where it is wrong. */
  readonly language: Language;
  readonly details: Readonly<Record<Language, string>>;
}

/** The languages' differences in keys and placeholders, and what isn't ICU MessageFormat. */
export function compareStrings(strings: Readonly<Record<Language, Strings>>): readonly StringFault[] {
  const keys = new Set(languages.flatMap((language) => Object.keys(strings[language])));
  return [...keys].flatMap((key) => compareText(key, strings.fr[key], strings.en[key]));
}

function compareText(key: string, fr: string | undefined, en: string | undefined): readonly StringFault[] {
  const fault = (problem: StringFault['problem'], language: Language, details = { fr: '', en: '' }) => [
    { key, problem, language, details },
  ];
  if (fr === undefined || en === undefined) return fault('missing', fr === undefined ? 'fr' : 'en');
  const [french, english] = [placeholdersOf(fr), placeholdersOf(en)];
  if (!french || !english) return fault('malformed', french ? 'en' : 'fr');
  const details = { fr: french.join(), en: english.join() };
  return details.fr === details.en ? [] : fault('placeholders', 'en', details);
}

/** The keys of `%key%` texts anywhere in a manifest. */
export function placeholderKeys(manifest: unknown): string[] {
  if (typeof manifest === 'string') return /^%([^%]+)%$/.exec(manifest)?.slice(1) ?? [];
  return typeof manifest === 'object' && manifest !== null ? Object.values(manifest).flatMap(placeholderKeys) : [];
}

/** Names of a text's values, sorted, each once; `undefined` for what doesn't parse. */
export function placeholdersOf(text: string): string[] | undefined {
  try {
    return [...new Set(namesIn(new IntlMessageFormat(text, 'fr', undefined, { ignoreTag: true }).getAst()))].sort();
  } catch {
    return undefined;
  }
}

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function namesIn(elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if ('options' in element) return [element.value, ...Object.values(element.options).flatMap(({ value }) => namesIn(value))];
    const isText = element.type === 0 || element.type === 7;
    return 'value' in element && !isText ? [element.value] : [];
  });
}
