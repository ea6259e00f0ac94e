import { ShellError } from '../../../core/errors.ts';
import type { Event } from '../../../core/event.ts';
import { type NetworkAnswer, type NetworkRequest, type NetworkRoute, NetworkService } from '../../../core/services/network-service.ts';
import type { RequestRecord } from '../permissions/request-journal.ts';
import { Deadline } from './deadline.ts';
import { type Dialer, runUnobserved } from './dialing/dialer.ts';
import { PrivateAddressError } from './dialing/private-address-error.ts';
import { exchange } from './http/http-exchange.ts';
import type { Traffic } from './http/read-body.ts';
import { followRedirect, type OutgoingRequest } from './http/redirect.ts';
import { startRecord, toNetworkError } from './request-note.ts';
import { parseAddress } from './web-address.ts';
import { whilePermitted } from './while-permitted.ts';

/** What a plugin may reach, as of now. */
export interface NetworkGrants {
  /** Origins that the plugin may send to, with its settings' addresses filled in. */
  readonly origins: () => readonly string[];
  /** Whether these may lie in this workstation or its network. */
  readonly privateNetwork: () => boolean;
  /** Fires after one of the two may have become another. */
  readonly onDidChange: Event<void>;
}

export interface NetworkClientOptions {
  readonly pluginId: string;
  readonly dialer: Dialer;
  /** The way in force: what the hook `network.route` answers. */
  readonly currentRoute: () => Promise<NetworkRoute>;
  readonly grants: NetworkGrants;
  /** Sent where the plugin names none. */
  readonly userAgent: string;
  /** Told of each request once it has ended, refused ones too. */
  readonly onRequest: (record: RequestRecord) => void;
}

const defaultTimeoutMs = 15_000;
const maximumTimeoutMs = 60_000;
const defaultMaximumBytes = 65_536;
const maximumRedirects = 5;

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
    const { method = 'GET', body } = request;
    let outgoing: OutgoingRequest = { url, method, headers: this.checkHeaders(request, url), body };
    const deadline = new Deadline(Math.min(request.timeoutMs ?? defaultTimeoutMs, maximumTimeoutMs), request.signal);
    try {
      for (let hopsLeft = Math.min(request.followRedirects ?? 0, maximumRedirects); ; hopsLeft -= 1) {
        const answer = await this.sendNoted(outgoing, request, deadline.signal);
        const next = hopsLeft > 0 ? followRedirect(outgoing, answer) : undefined;
        if (next === undefined) return answer;
        outgoing = next;
      }
    } catch (error) {
      deadline.throwIfCancelled();
      throw error;
    } finally {
      deadline.dispose();
    }
  }

  /** Sends one request, and notes in the journal what became of it. */
  private async sendNoted(outgoing: OutgoingRequest, request: NetworkRequest, signal: AbortSignal): Promise<NetworkAnswer> {
    const note = startRecord(outgoing.method, outgoing.url, this.options.onRequest);
    try {
      const answer = await this.sendWhileGranted(outgoing, request.maximumBytes ?? defaultMaximumBytes, note.traffic, signal);
      note.answered(answer.status);
      return answer;
    } catch (error) {
      const failure = error instanceof PrivateAddressError ? this.denied('privateNetwork', error.host) : error;
      const known = toNetworkError(failure, outgoing.url.hostname);
      note.failed(known);
      throw known;
    }
  }

  /** A grant that is taken back ends what was begun with it. */
  private async sendWhileGranted(outgoing: OutgoingRequest, maximumBytes: number, traffic: Traffic, caller: AbortSignal) {
    const { url } = outgoing;
    const { dialer, currentRoute, grants } = this.options;
    const limits = { privateTarget: grants.privateNetwork(), privateProxy: true };
    // Until it is known where the name leads, the worst is taken for granted.
    let leadsInside = limits.privateTarget;
    const permit = { onDidChange: grants.onDidChange, denial: () => this.denialOf(url, leadsInside) };
    return whilePermitted(permit, caller, async (signal) => {
      const dialled = await dialer.dial({ url, route: currentRoute, limits, signal, run: runUnobserved });
      leadsInside = dialled.leadsInside;
      return exchange(dialled, { ...outgoing, maximumBytes, whenLonger: 'fail', traffic }, signal);
    });
  }

  private denialOf(url: URL, leadsInside: boolean): ShellError | undefined {
    const { grants } = this.options;
    if (!grants.origins().some((origin) => URL.parse(origin)?.origin === url.origin)) return this.denied('network', url.origin);
    if (leadsInside && !grants.privateNetwork()) return this.denied('privateNetwork', url.host);
    return undefined;
  }

  private denied(permission: string, subject: string): ShellError {
    return new ShellError('permission.denied', { plugin: this.options.pluginId, permission, subject });
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
}

function readAddress(address: string): URL {
  try {
    return parseAddress(address);
  } catch (error) {
    throw toNetworkError(error, '');
  }
}
