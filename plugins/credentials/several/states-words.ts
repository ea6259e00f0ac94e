import type { Language } from 'boule-bleue';
import en from '../locales/en.json' with { type: 'json' };
import fr from '../locales/fr.json' with { type: 'json' };
import type { Words } from './states-csv.ts';

const strings: Readonly<Record<Language, Readonly<Record<string, string>>>> = { fr, en };

/** The words of the table, for a file that is written here. Loaded when one is; none of these needs to be filled in. */
export function wordsIn(language: Language): Words {
  return (key) => strings[language][key] ?? key;
}
