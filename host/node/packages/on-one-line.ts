/**
 * What strangers say of themselves, as a part of our sentences: without line breaks that would begin a sentence of their own, and
 * without characters that have it read otherwise than it is written.
 */
export function onOneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
