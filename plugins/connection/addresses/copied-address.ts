import { decodePercent, type TypedText } from './typed-text.ts';

const opening = /https?\s*:\s*\/\s*\//i;
/** Words of a guide or a mail, up to the address that they announce. */
const words = /^[\p{L}\p{M}\p{N}\s'’«»"“”(),.;:°–-]*[\s«"“(:]$/u;
const schemeOfOtherThings = /(javascript|vbscript|data|file|about|blob|view-source)\s*:\s*$/i;
/** A quote or bracket that ends what stands before it, and not in the middle of a word. */
const closing = /^\s*[»”"«>)]+(?=[\s.,;:!?]|$)/;

/** Makes an address of what was copied together with it: encoded, spaced out, twice, or in the middle of a sentence. */
export function isolateAddress(input: TypedText): void {
  if (/^https?%3a(%2f){2}/i.test(input.text)) input.rewrite(decodePercent(input.text), 'encoded');
  // French typography puts a space before a colon, and word processors do it by themselves.
  if (/^https?\s*:\s*\/\s*\/\s*/i.test(input.text)) {
    input.rewrite(
      input.text.replace(/^(https?)\s*:\s*\/\s*\/\s*/i, (_all, scheme: string) => `${scheme}://`),
      'spaces',
    );
  }
  input.replace(/^(?:https?:\/+)+(?=https?:\/)/i, '', 'scheme-mistyped');
  dropSentence(input);
  dropRepetition(input);
}

/** Keeps the only address of a sentence, where it is clear at which characters it begins and ends. */
function dropSentence(input: TypedText): void {
  const start = input.text.search(opening);
  if (start === -1) return;
  const before = input.text.slice(0, start);
  if (before !== '' && (!words.test(before) || schemeOfOtherThings.test(before))) return;
  const address = /^https?\s*:\s*\/\s*\/\s*[^\s«»"“”<>]*/i.exec(input.text.slice(start))![0];
  const after = input.text.slice(start + address.length);
  if (after !== '' && (!closing.test(after) || opening.test(after))) return;
  input.rewrite(address.replace(/\s/g, ''), 'surroundings');
  input.trim();
}

function dropRepetition(input: TypedText): void {
  const copies = input.text.split(/(?=https?:\/\/)/i).map((copy) => copy.replace(/[\s,;]+$/, ''));
  if (copies.length > 1 && copies.every((copy) => copy === copies[0] && copy.length > 'https://'.length)) {
    input.rewrite(copies[0]!, 'repeated');
  }
}
