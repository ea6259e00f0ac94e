import type { Message, MessageArgument } from 'boule-bleue';
import { IntlMessageFormat } from 'intl-messageformat';
import strings from '../locales/fr.json' with { type: 'json' };
import type { Line } from './part.ts';

/** The desk reads French, whatever the window speaks: what leaves for it is put into words here, with the plugin's own strings. */
export function sayInFrench(line: Line): string {
  return typeof line === 'string' ? line : translate(line);
}

const templates: Readonly<Record<string, string>> = strings;
const parsed = new Map<string, IntlMessageFormat>();

function translate({ key, args = {} }: Message): string {
  if (!Object.hasOwn(templates, key)) return key;
  const values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, toValue(value)]));
  try {
    const template = parsed.get(key) ?? new IntlMessageFormat(templates[key]!, 'fr', undefined, { ignoreTag: true });
    parsed.set(key, template);
    return String(template.format(values));
  } catch {
    // A value is missing: kept tests may be of an older version of the product. The bare sentence is better than none.
    return templates[key]!;
  }
}

function toValue(value: MessageArgument): string | number {
  return typeof value === 'object' ? translate(value) : value;
}
