import { join } from 'node:path';
import * as v from 'valibot';
import { EventEmitter } from '../../../core/event.ts';
import { Localizer, shellBundle } from '../../../core/l10n/localizer.ts';
import type { Strings } from '../../../core/l10n/message-formatter.ts';
import type { LanguageContribution, Manifest } from '../../../core/manifest/manifest.ts';
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

  /** Reads `locales/*.json` of the plugins, and what they contribute for languages of others. Replaces what was there. */
  async load(plugins: readonly PluginFolder[]): Promise<void> {
    const loaded = new Map(await Promise.all(plugins.map(async (plugin) => [plugin.manifest.id, await this.readBundle(plugin)] as const)));
    for (const plugin of plugins) {
      for (const contribution of plugin.manifest.contributes.languages) await this.readContribution(plugin, contribution, loaded);
    }
    this.bundles.clear();
    this.bundles.set(shellBundle, shellStrings);
    for (const [id, bundle] of loaded) this.bundles.set(id, bundle);
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

  private async readBundle({ manifest, location }: PluginFolder): Promise<Bundle> {
    const read = (language: Language) => this.readStrings(manifest.id, join(location, 'locales', `${language}.json`));
    const [fr, en] = await Promise.all([read('fr'), read('en')]);
    return { fr, en };
  }

  private async readContribution({ manifest, location }: PluginFolder, contribution: LanguageContribution, loaded: Map<string, Bundle>) {
    const language = languages.find((id) => id === contribution.id);
    const bundle = loaded.get(contribution.plugin);
    if (!language || !bundle) return;
    const strings = await this.readStrings(manifest.id, join(location, contribution.path));
    loaded.set(contribution.plugin, { ...bundle, [language]: { ...strings, ...bundle[language] } });
  }

  /** A plugin need not have strings. */
  private async readStrings(plugin: string, file: string): Promise<Strings> {
    try {
      return (await this.cache.read(file, (text) => v.parse(stringsSchema, JSON.parse(text)))).value;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.onProblem(plugin, file, error);
      return {};
    }
  }
}
