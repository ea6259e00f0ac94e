import { createTranslator, type Translate } from '../../../core/l10n/translator.ts';
import type { Language } from '../../../core/message.ts';
import english from '../../locales/en.json' with { type: 'json' };
import french from '../../locales/fr.json' with { type: 'json' };

/** The shell's own sentences, for what is said before or without a host. */
export function commandLineTexts(language: Language = 'fr'): Translate {
  return createTranslator(language === 'fr' ? french : { ...french, ...english }, language);
}
