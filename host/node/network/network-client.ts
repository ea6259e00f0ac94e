import { ShellError } from '../../../core/errors.ts';
import { type NetworkAnswer, type NetworkRequest, type NetworkRoute, NetworkService } from '../../../core/services/network-service.ts';
import { classifyFailure } from './classify-failure.ts';
import { Deadline } from './deadline.ts';
import { type Dialer, runUnobserved } from './dialer.ts';
import { exchange } from './http-exchange.ts';
import { parseAddress } from './parse-address.ts';

export interface NetworkClientOptions {
  readonly pluginId: string;
  readonly dialer: Dialer;
  /** The way in force: what the hook `network.route` answers. */
  readonly currentRoute: () => Promise<NetworkRoute>;
  /** Origins that the plugin may send to, with its settings' addresses filled in. */
  readonly grantedOrigins: () => Promise<readonly string[]>;
  /** Sent where the plugin names none. */
  readonly userAgent: string;
}

const defaultTimeoutMs = 15_000;
const maximumTimeoutMs = 60_000;
const defaultMaximumBytes = 65_536;

/** Say where a message goes or how it is framed; a plugin that sets them could speak to another than its granted origin. */
const reservedHeaders = /^(host|connection|content-length|expect|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;
const secretHeaders = /^(authorization|cookie)$/;

/** Speaks HTTP for one plugin. A connection serves one request, so that nothing outlives the settings it was made by. */
export class NetworkClient extends NetworkService {
  constructor(private readonly options: NetworkClientOptions) {
    super();
  }

  async request(request: NetworkRequest): Promise<NetworkAnswer> {
    const url = readAddress(request.url);
    const headers = this.checkHeaders(request, url);
    await this.checkOrigin(url);
    const deadline = new Deadline(Math.min(request.timeoutMs ?? defaultTimeoutMs, maximumTimeoutMs), request.signal);
    try {
      return await this.send(url, headers, request, deadline.signal);
    } catch (error) {
      deadline.throwIfCancelled();
      throw toShellError(error, url.hostname);
    } finally {
      deadline.dispose();
    }
  }

  private async send(url: URL, headers: Record<string, string>, request: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
    const { dialer, currentRoute } = this.options;
    const dialled = await dialer.dial({ url, route: currentRoute, signal, run: runUnobserved });
    const { method = 'GET', maximumBytes = defaultMaximumBytes, body } = request;
    return exchange(dialled, { url, method, headers, body, maximumBytes, whenLonger: 'fail' }, signal);
  }

  /** Names in lower case, with the defaults. */
  private checkHeaders({ headers = {}, body, allowPlainHttp = false }: NetworkRequest, url: URL): Record<string, string> {
    const sent: Record<string, string> = { 'user-agent': this.options.userAgent, accept: '*/*', 'accept-encoding': 'gzip, deflate' };
    for (const [name, value] of Object.entries(headers)) sent[name.toLowerCase()] = value;
    const reserved = Object.keys(sent).find((name) => reservedHeaders.test(name));
    if (reserved !== undefined) throw new ShellError('network.header-reserved', { plugin: this.options.pluginId, header: reserved });
    const isSecret = typeof body === 'object' || Object.keys(sent).some((name) => secretHeaders.test(name));
    if (url.protocol === 'http:' && (isSecret || !allowPlainHttp)) throw new ShellError('network.plain-http', { host: url.host });
    return sent;
  }

  private async checkOrigin(url: URL): Promise<void> {
    const granted = await this.options.grantedOrigins();
    if (granted.some((origin) => URL.parse(origin)?.origin === url.origin)) return;
    throw new ShellError('permission.denied', { plugin: this.options.pluginId, permission: 'network', subject: url.origin });
  }
}

function readAddress(address: string): URL {
  try {
    return parseAddress(address);
  } catch (error) {
    throw toShellError(error, '');
  }
}

/** Bugs stay what they are. */
function toShellError(error: unknown, host: string): unknown {
  const found = classifyFailure(error);
  if (found === undefined) return error;
  return new ShellError(`network.${found.reason}`, { host, systemCode: found.systemCode ?? '' }, { cause: error });
}
