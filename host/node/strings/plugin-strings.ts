import { join } from 'node:path';
import * as v from 'valibot';
import { EventEmitter } from '../../../core/event.ts';
import { Localizer, shellBundle } from '../../../core/l10n/localizer.ts';
import type { Strings } from '../../../core/l10n/message-formatter.ts';
import type { Manifest } from '../../../core/manifest/manifest.ts';
import { type Language, languages, type Message } from '../../../core/message.ts';
import english from '../../locales/en.json' with { type: 'json' };
import french from '../../locales/fr.json' with { type: 'json' };
import type { PluginFileCache } from '../plugins/plugin-file-cache.ts';

type Bundle = Readonly<Record<Language, Strings>>;

const stringsSchema = v.record(v.string(), v.string());
const empty: Bundle = { fr: {}, en: {} };
const shellStrings: Bundle = { fr: french, en: english };

export interface PluginFolder {
  readonly manifest: Manifest;
  readonly location: string;
}

/** A file in which one plugin contributes strings for another. */
interface Translation {
  readonly by: string;
  readonly plugin: string;
  readonly language: Language;
  readonly file: string;
}

/** The strings of the shell and of every loaded plugin. */
export class PluginStrings {
  private readonly bundles = new Map<string, Bundle>([[shellBundle, shellStrings]]);
  private readonly changed = new EventEmitter<void>();
  private current: Localizer | undefined;

  readonly onDidChange = this.changed.event;

  /** @param onProblem told of each file of strings that can't be used; its plugin then speaks in keys. */
  constructor(
    private readonly cache: PluginFileCache,
    private readonly onProblem: (plugin: string, file: string, error: unknown) => void,
  ) {}

  get localizer(): Localizer {
    this.current ??= new Localizer(this.bundles);
    return this.current;
  }

  /** Takes the strings of these plugins, and what they contribute for languages of others, in place of what was there. */
  load(plugins: readonly PluginFolder[]): void {
    this.bundles.clear();
    this.bundles.set(shellBundle, shellStrings);
    const translations = Map.groupBy(plugins.flatMap(translationsIn), ({ plugin }) => plugin);
    for (const plugin of plugins) this.bundles.set(plugin.manifest.id, this.bundleOf(plugin, translations.get(plugin.manifest.id) ?? []));
    this.current = undefined;
    this.changed.fire();
  }

  /** Every string of a plugin, those that a language lacks in another one. */
  all(plugin: string, language: Language): Strings {
    const bundle = this.bundles.get(plugin) ?? empty;
    return { ...bundle.en, ...bundle.fr, ...bundle[language] };
  }

  /** Whether a message's owner holds its string, so that it is a message and not an object that looks like one. */
  holds({ key, plugin }: Message, speaker: string): boolean {
    const bundle = this.bundles.get(plugin ?? speaker);
    if (bundle && languages.some((language) => Object.hasOwn(bundle[language], key))) return true;
    return key.startsWith('error.') && this.localizer.format({ key }, 'fr', speaker) !== key;
  }

  /** Files are read when somebody needs a language: most plugins are not looked at, and most readers speak one. */
  private bundleOf({ manifest, location }: PluginFolder, translations: readonly Translation[]): Bundle {
    const read = (language: Language) => {
      const own = this.readStrings(manifest.id, join(location, 'locales', `${language}.json`));
      const others = translations.filter((translation) => translation.language === language);
      return Object.assign({}, ...others.map(({ by, file }) => this.readStrings(by, file)).reverse(), own) as Strings;
    };
    const kept = new Map<Language, Strings>();
    const stringsOf = (language: Language) => kept.get(language) ?? kept.set(language, read(language)).get(language) ?? {};
    return {
      get fr() {
        return stringsOf('fr');
      },
      get en() {
        return stringsOf('en');
      },
    };
  }

  /** A plugin need not have strings. */
  private readStrings(plugin: string, file: string): Strings {
    try {
      return this.cache.read(file, (text) => v.parse(stringsSchema, JSON.parse(text))).value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.onProblem(plugin, file, error);
      return {};
    }
  }
}

function translationsIn({ manifest, location }: PluginFolder): readonly Translation[] {
  return manifest.contributes.languages.flatMap(({ id, plugin, path }) => {
    const language = languages.find((known) => known === id);
    return language ? [{ by: manifest.id, plugin, language, file: join(location, path) }] : [];
  });
}
