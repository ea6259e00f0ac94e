import type { ConnectionMode } from './connection-values.ts';
import { type Reading, refused, TypedText } from './typed-text.ts';

const maximumCharacters = 2048;
const schemesWithoutSlashes = /^(javascript|vbscript|data|file|mailto|ftp|about|blob|news|tel):/i;
const neverInAddresses = /[«»‹›<>"“”„^{}|`\s]/;

/**
 * Reads the address of a server as people type and paste it. It is cleaned, and told what for, or
 * refused, and told why; nothing is changed silently. The same in the panel and in the main half.
 *
 * @param mode in `securise` only `https:` is an address; in the others `http:` is one too.
 * @returns the address without query, fragment or credentials, in the form in which URLs are compared.
 */
export function readServerAddress(typed: string, mode: ConnectionMode): Reading<string> {
  const input = new TypedText(typed);
  input.replace(/\\/g, '/', 'backslashes');
  const problem = findProblemAsTyped(input.text) ?? completeScheme(input) ?? findProblemInAuthority(input.text);
  if (problem) return problem;
  input.replace(/[?#].*$/, '', 'query');
  return readUrl(input, mode);
}

function findProblemAsTyped(text: string): Reading<string> | undefined {
  if (text === '') return refused('address-empty');
  if (text.length > maximumCharacters) return refused('address-long', { maximum: maximumCharacters });
  if (/\s/.test(text)) return refused('address-space');
  if (/:\/\/.*:\/\//.test(text)) return refused('address-several');
  const wrong = neverInAddresses.exec(text);
  if (wrong) return refused('address-character', { character: wrong[0] });
  if (isBareIpv6(text)) return refused('address-ipv6', { address: text });
  return undefined;
}

/** Makes the text begin with `https://` or `http://`, or refuses it. */
function completeScheme(input: TypedText): Reading<string> | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(input.text)?.[1] ?? schemesWithoutSlashes.exec(input.text)?.[1];
  if (scheme && !/^https?$/i.test(scheme)) return refused('address-scheme', { scheme: scheme.toLowerCase() });
  const mistyped = /^(https?)(?::\/{3,}|(?!:\/\/)[:;]+\/*|\/\/)/i.exec(input.text);
  if (scheme && !mistyped) return undefined;
  if (mistyped) input.rewrite(`${mistyped[1]!.toLowerCase()}://${input.text.slice(mistyped[0].length)}`, 'scheme-mistyped');
  else input.rewrite(`https://${input.text.replace(/^\/+/, '')}`, 'scheme-added');
  return undefined;
}

function findProblemInAuthority(text: string): Reading<string> | undefined {
  const authority = /^https?:\/\/([^/?#]*)/i.exec(text)?.[1] ?? '';
  // The address isn't repeated: what stands before the @ may be a password.
  if (authority.includes('@')) return refused('address-credentials');
  if (isBareIpv6(authority)) return refused('address-ipv6', { address: authority });
  const port = /:([^:\]]*)$/.exec(authority)?.[1];
  if (port && !isPort(port)) return refused('address-port', { port });
  return undefined;
}

function readUrl(input: TypedText, mode: ConnectionMode): Reading<string> {
  if (!URL.canParse(input.text)) return refused('address-host');
  const url = new URL(input.text);
  const [, typedHost = '', typedPath = ''] = /^https?:\/\/([^/]*)(.*)$/i.exec(input.text) ?? [];
  // « https://8080 » is a number to people and 0.0.31.144 to URLs: nobody means that.
  if (isNumericHost(url.hostname) && !/^\d+\.\d+\.\d+\.\d+(:|$)/.test(typedHost)) return refused('address-host');
  if (url.protocol === 'http:' && mode === 'securise') return refused('address-http', { address: `https://${url.host}${url.pathname}` });

  const address = `${url.protocol}//${url.host}${typedPath === '' ? '' : url.pathname}`;
  const isInternational = [...typedHost].some((character) => character > '\u007f');
  input.rewrite(address, isInternational ? 'international' : 'normalised', { host: url.hostname });
  return { value: address, corrections: input.corrections };
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

/** What was typed, fit to be shown elsewhere than in its field: what stands before an @ may be a password. */
export function hideCredentials(typed: string): string {
  return typed.replace(/[^/\s]*@/g, '…@');
}
