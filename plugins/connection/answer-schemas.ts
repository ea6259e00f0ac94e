import type { Message, MessageArgument } from 'boule-bleue';
import * as v from 'valibot';
import { serverRoles } from './values/connection-values.ts';

/** Of one plugin's answer as JSON: many of them have to fit into one state of the panel. */
const maximumAnswerCharacters = 50_000;
const maximumArguments = 20;

const text = v.pipe(v.string(), v.maxLength(2000));
const id = v.pipe(v.string(), v.maxLength(200));

/** What crosses the plugin's boundary: answers of the Impact emploi server, and of other plugins to its hooks. */
function messageOf(argument: v.GenericSchema<unknown, MessageArgument>): v.GenericSchema<unknown, Message> {
  return v.object({
    key: text,
    args: v.exactOptional(v.pipe(v.record(id, argument), v.maxEntries(maximumArguments))),
    plugin: v.exactOptional(id),
  });
}

const scalar = v.union([text, v.pipe(v.number(), v.finite())]);
/** A sentence within a sentence within a sentence: deeper ones are no sentences of people. */
const message = messageOf(v.union([scalar, messageOf(v.union([scalar, messageOf(scalar)]))]));
const isShort = <Answer>() => v.check((answer: Answer) => JSON.stringify(answer).length <= maximumAnswerCharacters, 'is too long');

export const refusalSchema = v.pipe(
  v.object({ reason: message, command: v.exactOptional(id), commandTitle: v.exactOptional(message) }),
  isShort(),
);

export const checksSchema = v.pipe(
  v.array(
    v.object({
      label: message,
      ok: v.boolean(),
      sentence: message,
      address: v.exactOptional(v.picklist(serverRoles)),
      name: v.exactOptional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/))),
      ms: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
      detail: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
    }),
  ),
  v.maxLength(50),
  isShort(),
);

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
