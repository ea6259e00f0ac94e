/** @typedef {{ fr: string, en: string }} Sentence */

/** A failure of the set-up that its sentence explains in full: no stack is shown. */
export class SetUpError extends Error {
  /** @param {Sentence} sentence */
  constructor(sentence) {
    super(inUsersLanguage(sentence));
  }
}

/**
 * Tells the user what the set-up does. Always on stderr: stdout belongs to the command that follows.
 * @param {Sentence} sentence
 */
export function say(sentence) {
  process.stderr.write(`${inUsersLanguage(sentence)}\n`);
}

/** @param {Sentence} sentence */
function inUsersLanguage({ fr, en }) {
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '';
  return /^en/i.test(locale) ? en : fr;
}
