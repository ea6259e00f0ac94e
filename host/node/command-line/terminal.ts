import { createTranslator, type Translate } from '../../../core/l10n/translator.ts';
import type { Language } from '../../../core/message.ts';
import english from '../../locales/en.json' with { type: 'json' };
import french from '../../locales/fr.json' with { type: 'json' };

/** Where the command line writes: results to stdout, everything else to stderr, a line a call. */
export interface Terminal {
  result(line: string): void;
  tell(line: string): void;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
};

/** The shell's own sentences, for what is said before or without a host. */
export function commandLineTexts(language: Language = 'fr'): Translate {
  return createTranslator(language === 'fr' ? french : { ...french, ...english }, language);
}
