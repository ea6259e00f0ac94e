import type { Message, MessageArgument } from 'boule-bleue';
import * as v from 'valibot';
import { serverRoles } from './values/connection-values.ts';

/** Of one plugin's answer as JSON: many of them have to fit into one state of the panel. */
const maximumAnswerCharacters = 50_000;
const maximumArguments = 20;

const text = v.pipe(v.string(), v.maxLength(2000));
const id = v.pipe(v.string(), v.maxLength(200));

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

/** What `connection.onWillConnect` may be answered with. */
export const refusalSchema = v.pipe(
  v.object({ reason: message, command: v.exactOptional(id), commandTitle: v.exactOptional(message) }),
  isShort(),
);

/** What `connection.check` may be answered with. */
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

/** The message as the words of the plugin that it came from, whatever it says itself: nobody speaks in another's name. */
export function attribute(spoken: Message, plugin: string): Message {
  return { ...spoken, plugin };
}
