import type { Message } from '../../../core/message.ts';

/** The questions that the test asks of a plugin, in the order of the report. */
export const topics = ['manifest', 'files', 'strings', 'permissions', 'activation', 'commands', 'unloading', 'panels'] as const;
export type Topic = (typeof topics)[number];

/** `failed`: it does not work as its users may expect. `warning`: it works, and could be better. `skipped`: nobody looked. */
export type Verdict = 'failed' | 'warning' | 'skipped';

/** One thing that the test has to say. */
export interface Finding {
  readonly topic: Topic;
  readonly verdict: Verdict;
  /** Of the test's own strings. */
  readonly message: Message;
  /** For engineers, in English: what an error or a library said. */
  readonly detail?: string;
}

/** Makes the findings of one topic. */
export class Findings {
  readonly list: Finding[] = [];

  constructor(private readonly topic: Topic) {}

  failed(key: string, args: Message['args'] = {}, detail?: string): void {
    this.add('failed', key, args, detail);
  }

  warning(key: string, args: Message['args'] = {}, detail?: string): void {
    this.add('warning', key, args, detail);
  }

  skipped(key: string, args: Message['args'] = {}, detail?: string): void {
    this.add('skipped', key, args, detail);
  }

  private add(verdict: Verdict, key: string, args: Message['args'], detail: string | undefined): void {
    // Some are said of any topic in the same words.
    const message = { key: key.startsWith('any.') ? key : `${this.topic}.${key}`, ...(args && { args }) };
    this.list.push({ topic: this.topic, verdict, message, ...(detail !== undefined && { detail }) });
  }
}
