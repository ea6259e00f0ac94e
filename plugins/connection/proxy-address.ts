import { isPort } from './server-address.ts';
import { type Reading, refused, TypedText } from './typed-text.ts';

export interface ProxyAddress {
  readonly host: string;
  /** 0: none given. */
  readonly port: number;
}

/**
 * Reads the fields « Proxy » and « Port » as people fill them, an address with scheme and port pasted
 * into the first included. Port 0 and an empty port are the same: none.
 */
export function readProxyAddress(typedHost: string, typedPort: string): Reading<ProxyAddress> {
  const port = new TypedText(typedPort).text.replace(/^0+$/, '');
  if (port !== '' && !isPort(port)) return refused('proxy-port', { port });
  const input = new TypedText(typedHost);
  input.replace(/\\/g, '/', 'backslashes');
  return findProblem(input.text) ?? split(input, port);
}

function findProblem(text: string): Reading<ProxyAddress> | undefined {
  if (/\s/.test(text)) return refused('proxy-host', { host: text });
  if (/\.(pac|dat)(\?.*)?$/i.test(text)) return refused('proxy-pac');
  if (text.includes('@')) return refused('proxy-credentials');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme && scheme !== 'http') return refused('proxy-scheme', { scheme });
  return undefined;
}

function split(input: TypedText, typedPort: string): Reading<ProxyAddress> {
  input.replace(/^http:\/\//i, '', 'proxy-scheme');
  input.replace(/\/.*$/, '', 'proxy-path');
  const pastedPort = /^[^:]+:(\d+)$|^\[.*\]:(\d+)$/.exec(input.text);
  const port = pastedPort?.[1] ?? pastedPort?.[2] ?? typedPort;
  if (pastedPort) {
    if (!isPort(port)) return refused('proxy-port', { port });
    input.rewrite(input.text.replace(/:\d+$/, ''), 'proxy-port', { port });
  }
  if (input.text !== '' && !URL.canParse(`http://${input.text}`)) return refused('proxy-host', { host: input.text });
  if (input.text !== '') input.rewrite(new URL(`http://${input.text}`).hostname, 'normalised');
  return { value: { host: input.text, port: Number(port) }, corrections: input.corrections };
}
