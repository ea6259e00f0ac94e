import type { Message, MessageArgument } from 'boule-bleue';
import { cleanText } from './clean-text.ts';
import { forms, limits } from './recorded-forms.ts';

const maximumDepth = 3;
const maximumArguments = 20;
const unspoken: Message = { key: 'record.unspoken' };

/** A sentence as it is kept: in the plugin's own words, with values fit to be sent. */
export function recordMessage(message: Message, depth = 0): Message {
  const { key, args, plugin } = message;
  // Other plugins' sentences may name people, and nobody else has their words.
  if (depth > maximumDepth || !forms.messageKey.test(key) || (plugin !== undefined && plugin !== 'connection')) return unspoken;
  if (!args) return { key };
  const kept = Object.entries(args).filter(([name]) => /^[A-Za-z]\w{0,39}$/.test(name));
  return { key, args: Object.fromEntries(kept.slice(0, maximumArguments).map(([name, value]) => [name, recordValue(key, value, depth)])) };
}

function recordValue(key: string, value: MessageArgument, depth: number): MessageArgument {
  if (typeof value === 'object') return recordMessage(value, depth + 1);
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0;
  // What was refused was typed by someone: what is taken for a port may be half of a password.
  return key.startsWith('error.') ? '…' : cleanText(value, limits.text);
}
