import type { Language, Message, MessageArgument } from '../message.ts';
import { MessageFormatter, type Strings } from './message-formatter.ts';

/** Puts a key or a message into words. */
export type Translate = (message: string | Message, args?: Message['args']) => string;

/** Deeper nested messages are shown by their keys. */
const maximumDepth = 8;

/**
 * Translates with the strings of one plugin in one language, as panels do in the window. An unknown key
 * comes back as it is, so that a sentence in the reader's language may stand in a key's place.
 */
export function createTranslator(strings: Strings, language: Language): Translate {
  const formatter = new MessageFormatter(language);
  const find = ({ key }: Message) => (Object.hasOwn(strings, key) ? { text: strings[key] as string, formatter } : undefined);
  return (message, args) => translate(typeof message === 'string' ? { key: message, ...(args && { args }) } : message, find);
}

/** Where a message's string is, and what fills it in. */
export type FindString = (message: Message) => { readonly text: string; readonly formatter: MessageFormatter } | undefined;

/** Puts nested messages into words first; one that names no plugin is of the plugin that the outer one names. */
export function translate(message: Message, find: FindString, depth = 0): string {
  const found = find(message);
  if (!found) return message.key;
  const toValue = (argument: MessageArgument) => {
    if (typeof argument !== 'object') return argument;
    if (depth >= maximumDepth) return argument.key;
    return translate(message.plugin === undefined ? argument : { plugin: message.plugin, ...argument }, find, depth + 1);
  };
  const values = Object.entries(message.args ?? {}).map(([name, argument]) => [name, toValue(argument)] as const);
  return found.formatter.format(found.text, Object.fromEntries(values));
}
