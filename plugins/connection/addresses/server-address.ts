import type { ConnectionMode } from '../values/connection-values.ts';
import { readCredentials } from './address-credentials.ts';
import { isolateAddress } from './copied-address.ts';
import { warnOfForeignLetter } from './foreign-letters.ts';
import { writeAddress } from './plain-address.ts';
import { type Credentials, type Reading, refused, TypedText } from './typed-text.ts';

export interface AddressReading extends Reading<string> {
  /** A name and a password that stood in the address, and are no part of `value`. */
  readonly credentials?: Credentials;
}

const maximumCharacters = 2048;
const schemesWithoutSlashes = /^(javascript|vbscript|data|file|mailto|ftp|about|blob|news|tel|view-source):/i;
const neverInAddresses = /[«»‹›<>"“”„^{}|`\s]/;
/** Begun by hand and not finished well. Never made `http`: that is said on purpose or not at all. */
const mistypedSchemes = /^(?!https?\b)(h{1,3}t{1,3}p{1,3}s{0,3}|t{1,2}ps?|h{1,2}t{1,2}s|htt[po]s?|hppts?|htpts?)[:;.,]+\/+/i;

/**
 * Reads the address of a server as people type and paste it. It is cleaned, and told what for, or
 * refused, and told why; nothing is changed silently. The same in the panel and in the main half.
 *
 * @param mode in `securise` only `https:` is an address; in the others `http:` is one too.
 * @returns the address without query, fragment or credentials, in the form in which URLs are compared.
 */
export function readServerAddress(typed: string, mode: ConnectionMode): AddressReading {
  const input = new TypedText(typed);
  const unusable = findProblemAsTyped(input.text);
  if (unusable) return unusable;
  input.replace(/\\/g, '/', 'backslashes');
  isolateAddress(input);
  input.replace(mistypedSchemes, 'https://', 'scheme-mistyped');
  const problem = findWrongScheme(input.text) ?? findSeveral(input.text);
  if (problem) return problem;
  completeScheme(input);
  const credentials = takeCredentials(input);
  if (credentials === 'unreadable') return refused('address-credentials');
  const problemInHost = findSeveral(input.text) ?? findProblemInHost(input.text);
  if (problemInHost) return problemInHost;
  input.replace(/[?#].*$/, '', 'query');
  input.trim();
  const reading = readUrl(input, mode);
  return { ...reading, ...(credentials && reading.value !== undefined && { credentials }) };
}

function findProblemAsTyped(text: string): Reading<string> | undefined {
  if (text === '') return refused('address-empty');
  if (text.length > maximumCharacters) return refused('address-long', { maximum: maximumCharacters });
  if (/^(\\\\|[a-z]:[\\/]|[.~]{0,2}[\\/](?![\\/]))/i.test(text)) return refused('address-path');
  if (/^[^\s:/\\@]+@[^\s:/\\@]+$/.test(text)) return refused('address-mail');
  return undefined;
}

function findWrongScheme(text: string): Reading<string> | undefined {
  const scheme = readScheme(text) ?? schemesWithoutSlashes.exec(text)?.[1];
  return scheme === undefined || /^https?$/i.test(scheme) ? undefined : refused('address-scheme', { scheme: scheme.toLowerCase() });
}

function findSeveral(text: string): Reading<string> | undefined {
  if (/:\/\/.*:\/\//.test(text)) return refused('address-several');
  return /\s/.test(text) ? refused(text.includes('@') ? 'address-credentials' : 'address-space') : undefined;
}

/** Makes the text begin with `https://` or `http://`. */
function completeScheme(input: TypedText): void {
  const mistyped = /^(https?)(?::\/{3,}|(?!:\/\/)[:;]+\/*|[.,]?\/{2,})/i.exec(input.text);
  if (mistyped) input.rewrite(`${mistyped[1]!.toLowerCase()}://${input.text.slice(mistyped[0].length)}`, 'scheme-mistyped');
  else if (readScheme(input.text) === undefined) input.rewrite(`https://${input.text.replace(/^\/+/, '')}`, 'scheme-added');
}

function readScheme(text: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
}

/** Takes the name and the password out of the address. */
function takeCredentials(input: TypedText): Credentials | 'unreadable' | undefined {
  const [, opening = '', authority = '', rest = ''] = /^(https?:\/\/)([^/?#]*)(.*)$/i.exec(input.text) ?? [];
  const end = authority.lastIndexOf('@');
  if (mayEndCredentials(authority.slice(end + 1), rest)) return 'unreadable';
  if (end === -1) return undefined;
  const credentials = readCredentials(authority.slice(0, end));
  if (!credentials || isDisguise(credentials) || end + 1 === authority.length) return 'unreadable';
  input.rewrite(`${opening}${authority.slice(end + 1)}${rest}`, 'credentials');
  return credentials;
}

/** An `@` further on may end a password with a slash, a question mark or a hash in it, unless it clearly belongs to a path. */
function mayEndCredentials(authority: string, rest: string): boolean {
  if (!rest.includes('@')) return false;
  return /[?#:].*@/.test(rest) || !/^(\[[^\]]*\]|[^:]*)(:\d*)?$/.test(authority);
}

/** « https://impact-emploi.urssaf.fr@ailleurs.example » leads elsewhere than it seems to: that is no name and no password. */
function isDisguise({ user, password }: Credentials): boolean {
  return password === '' || (user.includes('.') && isPort(password));
}

function findProblemInHost(text: string): Reading<string> | undefined {
  const wrong = neverInAddresses.exec(text);
  if (wrong) return refused('address-character', { character: wrong[0] });
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  if (/^\[?[0-9a-f]*:[0-9a-f:]*%/i.test(authority)) return refused('address-zone');
  if (isBareIpv6(authority)) return refused('address-ipv6', { address: authority });
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port && !isPort(port)) return refused('address-port', { port });
  return undefined;
}

function readUrl(input: TypedText, mode: ConnectionMode): AddressReading {
  input.replace(/^(https?:\/\/[^/]*[^/.])\.+(?=(?::\d*)?(?:\/|$))/i, '$1', 'punctuation');
  const url = URL.parse(input.text);
  const [, typedHost = '', typedPath = ''] = /^https?:\/\/([^/]*)(.*)$/i.exec(input.text) ?? [];
  if (!url || !isHost(url.hostname)) return refused('address-host');
  // « https://8080 » is a number to people and 0.0.31.144 to URLs: nobody means that.
  if (isNumericHost(url.hostname) && typedHost.replace(/:\d*$/, '') !== url.hostname) return refused('address-host');
  if (url.protocol === 'http:' && mode === 'securise')
    return refused('address-http', { address: writeAddress(`https://${url.host}`, url.pathname) });

  const address = `${url.protocol}//${url.host}${typedPath === '' ? '' : url.pathname}`;
  const isInternational = [...typedHost].some((character) => character > '\u007f');
  input.rewrite(address, isInternational ? 'international' : 'normalised', { host: url.hostname });
  const warning = warnOfForeignLetter(url.hostname);
  return { value: address, corrections: input.corrections, ...(warning && { warning }) };
}

/** Whether URLs' and name servers' rules agree that this can be a host (RFC 1035, 2.3.4; underscores are common in offices). */
function isHost(hostname: string): boolean {
  if (hostname.startsWith('[')) return true;
  return hostname.length <= 253 && hostname.split('.').every((label) => /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/.test(label));
}

function isBareIpv6(text: string): boolean {
  return /^[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*$/i.test(text);
}

function isNumericHost(hostname: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}

/** Whether a text is a port that can be connected to. */
export function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}
