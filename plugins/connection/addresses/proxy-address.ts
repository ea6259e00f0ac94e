import { readCredentials } from './address-credentials.ts';
import { warnOfForeignLetter } from './foreign-letters.ts';
import { isPort } from './server-address.ts';
import { type Credentials, type Reading, refused, TypedText } from './typed-text.ts';

export interface ProxyAddress {
  readonly host: string;
  /** 0: none given. */
  readonly port: number;
}

export interface ProxyReading extends Reading<ProxyAddress> {
  /** A user, and perhaps a password, that stood before the proxy's name, and are no part of `value`. */
  readonly credentials?: Credentials;
}

/**
 * Reads the fields « Proxy » and « Port » as people fill them, an address with scheme, user, password and port pasted
 * into the first included. Port 0 and an empty port are the same: none.
 */
export function readProxyAddress(typedHost: string, typedPort: string): ProxyReading {
  const typed = new TypedText(typedPort);
  typed.replace(/^0+(?=[1-9])/, '', 'proxy-port-cleaned');
  const port = typed.text.replace(/^0+$/, '');
  if (port !== '' && !isPort(port)) return refused('proxy-port', { port });
  const input = new TypedText(typedHost);
  if (typed.corrections.length > 0) input.note('proxy-port-cleaned');
  const credentials = takeCredentials(input);
  if (credentials === 'unreadable') return refused('proxy-credentials');
  input.replace(/\\/g, '/', 'backslashes');
  const reading = findProblem(input.text) ?? split(input, port);
  return { ...reading, ...(credentials && reading.value && { credentials }) };
}

/** Before backslashes count as slashes: in the name of a Windows user, one stands after the domain. */
function takeCredentials(input: TypedText): Credentials | 'unreadable' | undefined {
  const [, opening = '', before, host = ''] = /^([a-z][a-z0-9+.-]*:[/\\]{2})?(.*)@([^@]*)$/is.exec(input.text) ?? [];
  if (before === undefined) return undefined;
  const credentials = readCredentials(before);
  if (!credentials || host === '') return 'unreadable';
  input.rewrite(`${opening}${host}`, 'proxy-credentials');
  return credentials;
}

function findProblem(text: string): Reading<ProxyAddress> | undefined {
  if (/\s/.test(text)) return refused('proxy-host', { host: text });
  if (/\.(pac|dat)(\?.*)?$/i.test(text)) return refused('proxy-pac');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme && scheme !== 'http') return refused('proxy-scheme', { scheme });
  return undefined;
}

function split(input: TypedText, typedPort: string): Reading<ProxyAddress> {
  input.replace(/^http:\/\//i, '', 'proxy-scheme');
  input.replace(/\/.*$/, '', 'proxy-path');
  // The port has a field of its own: colons can only be an IPv6 address's.
  input.replace(/^[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*$/i, '[$&]', 'proxy-ipv6');
  const pastedPort = /^[^:]+:(\d+)$|^\[.*\]:(\d+)$/.exec(input.text);
  const port = pastedPort?.[1] ?? pastedPort?.[2] ?? typedPort;
  if (pastedPort) {
    if (!isPort(port)) return refused('proxy-port', { port });
    input.rewrite(input.text.replace(/:\d+$/, ''), 'proxy-port', { port });
  }
  if (input.text !== '' && !URL.canParse(`http://${input.text}`)) return refused('proxy-host', { host: input.text });
  if (input.text !== '') input.rewrite(new URL(`http://${input.text}`).hostname, 'normalised');
  const warning = warnOfForeignLetter(input.text);
  return { value: { host: input.text, port: Number(port) }, corrections: input.corrections, ...(warning && { warning }) };
}
