import type { Language, Message, Serialisable } from '../message.ts';
import type { Localizer } from './localizer.ts';

/**
 * Prepares what a plugin published for its panel, which has that plugin's strings only: each message that
 * names another plugin is put into words, and the sentence stands as a message's key, which comes back from
 * `panel.t` as it is. All else stays as it was.
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
    if (isForeign(value, owner)) return { key: localizer.format(value, language, owner) };
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, resolve(member)]));
  };
  return resolve(state) ?? null;
}

function isForeign(value: object, owner: string): value is Message & { plugin: string } {
  const { key, plugin, args, ...others } = value as Partial<Message>;
  const isMessage = typeof key === 'string' && typeof plugin === 'string' && ['object', 'undefined'].includes(typeof args);
  return isMessage && plugin !== owner && Object.keys(others).length === 0;
}
