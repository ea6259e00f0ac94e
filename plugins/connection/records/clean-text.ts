/** Longer texts come from no honest server; cutting them first could part a name from the @ that betrays it. */
const readableCharacters = 2048;
const ellipsis = '…';

/** Controls, invisible and direction-changing characters, line separators, halves of surrogate pairs. */
const unreadable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]+/gu;
/** Begun where a word begins and nowhere else, so that a long text without any @ is read once. */
const credentialsInAddress = /(?<=:\/\/)\S*@|(?<![^\s/@])[^\s/@]+@(?=[^\s@])/g;
/** A password whose @ was forgotten: what follows the colon is no port. */
const credentialsAlone = /(?<=:\/\/)[^\s/@:[]*:(?!\d{1,5}(?![\w-]))[^\s/]*/g;
const afterPath = /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#]*)[?#]\S*/gi;
/** What follows goes up to the end: cookies and credentials have parts of their own. */
const namedSecret =
  /\b((?:proxy-)?authori[sz]ation|(?:set-)?cookie|pass(?:word|wd|phrase)?|pwd|mot de passe|(?:access[_-]?|id[_-]?)?token|jeton|secret|cle-?assistance|api[_-]?key)(["']?\s*[:=]\s*).+/i;
const schemeAndSecret = /\b(basic|bearer|digest|negotiate|ntlm)(?:\s+[a-z0-9+/=._~-]{6,})+/gi;

/**
 * A text from the network, fit to be kept and sent: on one line, without characters that hide or turn others round, without what
 * could be a user, a password, a token or an address's query. Whatever looks like one goes: a report that says too little can be asked about,
 * one that says too much can't be called back.
 */
export function cleanText(text: string, maximumCharacters: number): string {
  if (text.length > readableCharacters) return ellipsis;
  const shown = text
    .replace(unreadable, ' ')
    .replace(credentialsInAddress, `${ellipsis}@`)
    .replace(credentialsAlone, ellipsis)
    .replace(afterPath, '$1')
    .replace(namedSecret, `$1$2${ellipsis}`)
    .replace(schemeAndSecret, `$1 ${ellipsis}`)
    .replace(/\s+/g, ' ')
    .trim();
  return shown.length > maximumCharacters ? `${shown.slice(0, maximumCharacters - 1).toWellFormed()}${ellipsis}` : shown;
}

/** A server's address as reports give it: origin, and path where nothing in that looks like a secret. Empty where it is none, since what can't be read may hold anything. */
export function cleanAddress(address: string): string {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) return '';
  return `${url.protocol}//${url.host}${cleanPath(url.pathname)}`;
}

/** Parameters of a path (`;jsessionid=…`) go like a query. */
function cleanPath(pathname: string): string {
  const [path = ''] = pathname.split(';');
  if (path === '/') return '';
  const isPlain = path.length <= 1024 && !path.includes('%') && cleanText(path, 1024) === path;
  return isPlain ? path : `/${ellipsis}`;
}

/** The text where it is of the form that its place asks for; else empty. */
export function onlyOfForm(text: string, form: RegExp): string {
  return form.test(text) ? text : '';
}
