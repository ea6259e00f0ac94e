import type { Message } from '../../../core/message.ts';

/** A manifest's text as a part of a sentence: `%key%` stands in the plugin's strings, anything else says itself. */
export function manifestText(text: string, plugin: string): Message {
  return { key: /^%([^%]+)%$/.exec(text)?.[1] ?? text, plugin };
}
