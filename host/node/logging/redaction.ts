/** What stands in a log in the place of a secret; the same that `Secret` says of itself. */
export const redacted = '[secret]';

const sensitiveWords = ['password', 'passwd', 'motdepasse', 'jeton', 'token', 'authorization', 'cookie', 'cleassistance', 'controlkey'];

/** Whether a member, header or element of this name holds something that no log may show. */
export function isSensitiveName(name: string): boolean {
  const letters = name.toLowerCase().replace(/[-_ ]/g, '');
  return sensitiveWords.some((word) => letters.includes(word));
}

const names = '(?:proxy-?)?authorization|(?:set-?)?cookie|pass_?word|passwd|mot_?de_?passe|jeton|token|cl[eé]_?assistance|control_?key';

/** Applied to whole lines of JSON, in which quotes of texts inside texts are escaped, once or more often. */
const patterns: readonly [RegExp, string][] = [
  // Authorization: Basic dXNlcjpwYXNz
  [/((?:authorization|cookie)\s*[:=]\s*)(?!\[secret])[^"\\]+/gi, `$1${redacted}`],
  // "motdepasse": "in JSON inside a text"
  [new RegExp(`((?:${names})\\\\*["']\\s*[:=]\\s*\\\\*["'])(?!\\[secret])[^"'\\\\]+`, 'gi'), `$1${redacted}`],
  // ?jeton=in-an-address, password: in a sentence
  [new RegExp(`((?:${names})\\s*[:=]\\s*)(?!\\[secret])[^"'\\\\&<>\\s,;)}\\]]+`, 'gi'), `$1${redacted}`],
  // <motdepasse>in XML</motdepasse>
  [new RegExp(`(<(?:${names})>)[^<]+`, 'gi'), `$1${redacted}`],
  // Basic dXNlcjpwYXNz, without the header's name
  [/\b((?:basic|bearer|dsnlogin)\s+)(?!\[secret])[\w+/=.~:-]{6,}/gi, `$1${redacted}`],
  // https://user:password@host. A user holds no colon, and so no text takes long to search.
  [/(:\/\/)[^/\s"\\@:]*:[^/\s"\\@]*@/g, `$1${redacted}@`],
];

/** Takes secrets out of running text, wherever their names give them away. Valid JSON stays valid. */
export function redactText(text: string): string {
  return patterns.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);
}
