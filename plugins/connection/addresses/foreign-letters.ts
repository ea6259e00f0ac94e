import type { Message } from 'boule-bleue';

/**
 * Letters that a name of a French server has no use for, such as a Cyrillic « а » that looks like a Latin one. Latin letters with the
 * accents of Western and Central Europe are none, but for those that imitate an « i », a « k » and an « s » without any accent.
 */
const usual = /^[a-z0-9à-öø-ÿāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷźżž.-]$/u;

/** What is to be said of a host, as URLs write it, that holds a letter which may pass for another. */
export function warnOfForeignLetter(hostname: string): Message | undefined {
  const letter = findForeignLetter(hostname);
  return letter === undefined ? undefined : { key: 'warning.foreign-letter', args: { letter, host: hostname } };
}

function findForeignLetter(hostname: string): string | undefined {
  for (const label of hostname.split('.')) {
    if (!label.startsWith('xn--')) continue;
    const letter = decodeLabel(label.slice('xn--'.length)).find((character) => !usual.test(character));
    if (letter !== undefined) return letter;
  }
  return undefined;
}

/** Punycode (RFC 3492, 6.2), which neither browsers nor plugins can read otherwise. URLs hold no invalid one. */
function decodeLabel(encoded: string): readonly string[] {
  const delimiter = encoded.lastIndexOf('-');
  const characters = delimiter > 0 ? [...encoded.slice(0, delimiter)] : [];
  let [codePoint, index, bias] = [128, 0, 72];
  for (let place = delimiter + 1; place < encoded.length; ) {
    const former = index;
    for (let [weight, step] = [1, 36]; ; step += 36) {
      const digit = Number.parseInt(encoded[place++] ?? '', 36);
      if (Number.isNaN(digit)) return characters;
      // Letters count from 0, digits from 26: the other way round than for parseInt.
      const value = digit < 10 ? digit + 26 : digit - 10;
      index += value * weight;
      const threshold = Math.min(Math.max(step - bias, 1), 26);
      if (value < threshold) break;
      weight *= 36 - threshold;
    }
    const length = characters.length + 1;
    bias = adaptBias(index - former, length, former === 0);
    codePoint += Math.floor(index / length);
    index %= length;
    if (codePoint > 0x10_ffff) return characters;
    characters.splice(index, 0, String.fromCodePoint(codePoint));
    index += 1;
  }
  return characters;
}

function adaptBias(difference: number, length: number, isFirst: boolean): number {
  let delta = Math.floor(difference / (isFirst ? 700 : 2));
  delta += Math.floor(delta / length);
  let bias = 0;
  for (; delta > 455; bias += 36) delta = Math.floor(delta / 35);
  return bias + Math.floor((36 * delta) / (delta + 38));
}
