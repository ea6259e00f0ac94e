import { isCancellation, ShellError } from '../../../core/errors.ts';
import { shellBundle } from '../../../core/l10n/localizer.ts';
import type { Language, Message, Serialisable } from '../../../core/message.ts';
import { manifestText } from './manifest-text.ts';
import type { PluginStrings } from './plugin-strings.ts';

/** An error as its reader gets it. */
export interface WordedError {
  readonly code: string;
  readonly sentence: string;
  readonly cancelled: boolean;
}

const messageMembers = ['key', 'args', 'plugin'];

/** Puts into a reader's language what leaves the host: errors, results, published state. */
export class Wording {
  /** @param onUnexpected told of every error that is not an expected failure: readers get general words only. */
  constructor(
    private readonly strings: PluginStrings,
    private readonly onUnexpected: (error: unknown) => void,
  ) {}

  /** @param speaker id of the plugin that hands the message over. */
  text(message: Message, language: Language, speaker: string = shellBundle): string {
    return this.strings.localizer.format(message, language, speaker);
  }

  error(error: unknown, language: Language, speaker: string = shellBundle): WordedError {
    if (isCancellation(error)) return { code: 'cancelled', sentence: this.text({ key: 'error.cancelled' }, language), cancelled: true };
    if (error instanceof ShellError) {
      const sentence = this.text(sentenceOf(error), language, speaker);
      if (error.code === 'plugin.fault') this.onUnexpected(error);
      if (sentence !== error.sentence.key) return { code: error.code, sentence, cancelled: false };
      return { code: error.code, sentence: this.text({ key: 'error.unworded', args: { code: error.code } }, language), cancelled: false };
    }
    this.onUnexpected(error);
    return { code: 'unexpected', sentence: this.text({ key: 'error.unexpected' }, language), cancelled: false };
  }

  /** A command's result as plain data, its messages in words. Secrets in it are redacted. */
  result(value: unknown, language: Language, speaker: string): Serialisable {
    const plain = JSON.parse(JSON.stringify(value) ?? 'null') as Serialisable;
    return mapMessages(plain, (message) => (this.strings.holds(message, speaker) ? this.text(message, language, speaker) : undefined));
  }
}

/** What a setting says of its values stands in the strings of the plugin that contributes it. */
function sentenceOf({ code, sentence, details: { plugin, reason } }: ShellError): Message {
  if (code !== 'setting.refused') return sentence;
  return { ...sentence, args: { ...sentence.args, reason: manifestText(String(reason), String(plugin)) } };
}

/** Replaces the messages in a value, at any depth; `undefined` leaves one as it is. */
function mapMessages(value: Serialisable, replace: (message: Message) => string | undefined): Serialisable {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Serialisable) => mapMessages(item, replace));
  const replacement = isMessage(value) ? replace(value) : undefined;
  if (replacement !== undefined) return replacement;
  const members = Object.entries(value).map(([name, member]) => [name, mapMessages(member ?? null, replace)] as const);
  return Object.fromEntries(members);
}

function isMessage(value: object): value is Message {
  return typeof (value as Message).key === 'string' && Object.keys(value).every((name) => messageMembers.includes(name));
}
