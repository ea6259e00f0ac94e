import type { Serialisable } from '../../../core/message.ts';
import { type Language, languages } from '../../../core/message.ts';

/** In which language to speak to whom. */
export class WindowLanguage {
  constructor(
    /** What the user chose in the settings, if anything: wins over all else. */
    private readonly setting: () => Serialisable | undefined,
    /** What the command line says. */
    private readonly option: Language | undefined,
  ) {}

  /**
   * The language for a window: the user's choice, else that of the command line, else the first of the browser's that
   * we speak, else French.
   */
  choose(browserLanguages: readonly string[] = []): Language {
    const chosen = languages.find((language) => language === this.setting());
    return chosen ?? this.option ?? firstKnown(browserLanguages) ?? 'fr';
  }
}

function firstKnown(tags: readonly string[]): Language | undefined {
  for (const tag of tags) {
    const primary = tag.toLowerCase().split('-', 1)[0];
    const known = languages.find((language) => language === primary);
    if (known) return known;
  }
  return undefined;
}
