import type { Language, Message, Serialisable } from '../message.ts';
import type { Localizer } from './localizer.ts';

/**
 * Prepares what a plugin published for its panel, which has that plugin's strings only: each message that
 * names another plugin, and each sentence of an error that is not the plugin's own, is put into words. The sentence
 * stands as a message's key, which comes back from `panel.t` as it is. All else stays as it was.
 *
 * @param owner id of the plugin whose panel it is.
 */
export function resolveForeignMessages(
  state: Serialisable,
  { localizer, language, owner }: { readonly localizer: Localizer; readonly language: Language; readonly owner: string },
): Serialisable {
  const resolve = (value: Serialisable | undefined): Serialisable | undefined => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => resolve(item) ?? null);
    if (isMessage(value) && isForeign(value, owner, localizer)) return { key: localizer.format(value, language, owner) };
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
  };
  return resolve(state) ?? null;
}

function isForeign({ key, plugin }: Message, owner: string, localizer: Localizer): boolean {
  if (plugin !== undefined) return plugin !== owner;
  return key.startsWith('error.') && !localizer.holds(key, owner);
}

function isMessage(value: object): value is Message {
  const { key, plugin, args, ...others } = value as Partial<Message>;
  const isWhole =
    typeof key === 'string' && ['string', 'undefined'].includes(typeof plugin) && ['object', 'undefined'].includes(typeof args);
  return isWhole && Object.keys(others).length === 0;
}
