import type { Message } from 'boule-bleue';
import * as v from 'valibot';

/** What crosses the plugin's boundary: answers of the Impact emploi server, and of other plugins to its hooks. */
const message: v.GenericSchema<unknown, Message> = v.object({
  key: v.string(),
  args: v.exactOptional(v.record(v.string(), v.union([v.string(), v.number(), v.lazy(() => message)]))),
  plugin: v.exactOptional(v.string()),
});

export const refusalSchema = v.object({
  reason: message,
  command: v.exactOptional(v.string()),
  commandTitle: v.exactOptional(message),
});

export const ticksSchema = v.pipe(v.array(v.object({ label: message, ok: v.boolean(), sentence: message })), v.maxLength(50));

const shortText = v.pipe(v.string(), v.minLength(1), v.maxLength(4096));

export const authorisedSchema = v.object({
  etat: v.literal('autorisee'),
  jeton: shortText,
  expire: v.pipe(
    v.string(),
    v.check((text) => !Number.isNaN(Date.parse(text)), 'is not a date'),
  ),
  cleAssistance: shortText,
});

export const refusedSchema = v.object({
  etat: v.literal('refusee'),
  motif: v.picklist(['autorisation-refusee', 'licence-inconnue']),
});

/** The message with the plugin that it comes from, so that its strings are found when another plugin shows it. */
export function attribute(spoken: Message, plugin: string): Message {
  return { plugin, ...spoken };
}
