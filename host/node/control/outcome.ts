import type { Language } from '../../../core/message.ts';
import type { Wording } from '../strings/wording.ts';
import type { ControlOutcome } from './host-control.ts';

/** What came of some work: its value, or why there is none, for a reader of a language. Never rejects. */
export async function outcomeOf<T>(wording: Wording, language: Language, work: () => T | Promise<T>): Promise<ControlOutcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const { code, sentence } = wording.error(error, language);
    return { ok: false, code, sentence };
  }
}
