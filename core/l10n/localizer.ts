import { type Language, languages, type Message } from '../message.ts';
import { MessageFormatter, type Strings } from './message-formatter.ts';
import { type FindString, translate } from './translator.ts';

/** Strings by language, by the plugin they belong to; the shell's own under `shell`. */
export type StringBundles = ReadonlyMap<string, Readonly<Record<Language, Strings>>>;

export const shellBundle = 'shell';

/** Puts messages of whatever plugin into words, for whoever reads them. Made anew when plugins come or go. */
export class Localizer {
  private readonly formatters = Object.fromEntries(languages.map((language) => [language, new MessageFormatter(language)])) as Record<
    Language,
    MessageFormatter
  >;

  constructor(private readonly bundles: StringBundles) {}

  /**
   * A message in a language. A key without a string there is looked up in French, then English; an
   * unknown one comes back as it is.
   *
   * The strings are those of `message.plugin`, else of `speaker`. Sentences of errors (`error.<code>`) are looked up
   * with the plugin that the code begins with, else the shell, and only then with the speaker.
   *
   * @param speaker id of the plugin that handed the message over, or `shell`.
   */
  format(message: Message, language: Language, speaker: string): string {
    const find: FindString = ({ key, plugin }) => {
      const owners = plugin === undefined ? [...this.ownersOfError(key), speaker] : [plugin];
      return this.findString(key, owners, language);
    };
    return translate(message, find);
  }

  /** Whether a plugin's own strings have a key, in whatever language. */
  holds(key: string, plugin: string): boolean {
    return this.findString(key, [plugin], 'fr') !== undefined;
  }

  /** A manifest's text: `%key%` is looked up in the plugin's strings, anything else is the text itself. */
  resolvePlaceholder(text: string, plugin: string, language: Language): string {
    const key = /^%([^%]+)%$/.exec(text)?.[1];
    return key === undefined ? text : this.format({ key, plugin }, language, plugin);
  }

  private findString(key: string, owners: readonly string[], wanted: Language): ReturnType<FindString> {
    for (const owner of owners) {
      for (const language of [wanted, ...languages]) {
        const strings = this.bundles.get(owner)?.[language];
        if (strings && Object.hasOwn(strings, key)) return { text: strings[key] as string, formatter: this.formatters[language] };
      }
    }
    return undefined;
  }

  /** The plugin with the longest id that an error's code begins with, or the shell. None for other keys. */
  private ownersOfError(key: string): readonly string[] {
    if (!key.startsWith('error.')) return [];
    const words = key.split('.').slice(1);
    for (let count = words.length - 1; count > 0; count -= 1) {
      const id = words.slice(0, count).join('.');
      if (this.bundles.has(id)) return [id];
    }
    return [shellBundle];
  }
}
