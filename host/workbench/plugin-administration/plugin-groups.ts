import type { Message } from '../../../core/message.ts';
import type { PluginItem } from '../../../core/protocol/plugin-administration.ts';

/** Plugins of one origin, as the list shows them together. */
export interface PluginGroup {
  readonly origin: PluginItem['origin'];
  /** Those to draw. */
  readonly items: readonly PluginItem[];
  /** How many there are. */
  readonly total: number;
}

/** What users brought in themselves stands first: that is what they come for. */
const origins = ['development', 'installed', 'bundled'] as const;

/**
 * The plugins that answer a search, by origin and name, the first `limit` of them to be drawn. Case and accents don't matter; every word
 * has to be found in the name, the id or the description.
 */
export function groupPlugins(
  plugins: readonly PluginItem[],
  query: string,
  inWords: (message: Message) => string,
  limit: number,
): readonly PluginGroup[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const answers = ({ id, displayName, description }: PluginItem) => {
    const text = fold([id, inWords(displayName), description ? inWords(description) : ''].join('\n'));
    return words.every((word) => text.includes(word));
  };
  const found = plugins.filter(answers).map((item) => ({ item, name: inWords(item.displayName) }));
  const { compare } = new Intl.Collator('fr');
  let left = limit;
  return origins.map((origin) => {
    const all = found.filter(({ item }) => item.origin === origin).sort((one, other) => compare(one.name, other.name));
    const items = all.slice(0, left).map(({ item }) => item);
    left -= items.length;
    return { origin, items, total: all.length };
  });
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}
