import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { WorkbenchSnapshot } from '../../../core/protocol/window-protocol.ts';
import type { FrameServer } from '../frames/frame-server.ts';
import { type Denial, type DenialTexts, renderDenialPage } from './denial-page.ts';
import type { OneTimeTokens } from './one-time-tokens.ts';
import type { PageIcons } from './page-icons.ts';
import { RateLimiter } from './rate-limiter.ts';
import { findForeignness, ownHosts } from './same-origin.ts';
import { commonHeaders, inertPolicy, pagePolicy } from './security-headers.ts';
import { holdsOpenSession, sessionCookie } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';
import { accepts, type StaticFile, type StaticFolder } from './static-folder.ts';
import { pathOfPlace, placeOf, takePlace } from './window-place.ts';
import type { WorkbenchPage } from './workbench-page.ts';

export interface HostServerOptions {
  readonly tokens: OneTimeTokens;
  readonly sessions: Pick<Sessions, 'begin' | 'isOpen'>;
  /** The built window; asked for when it is first served. */
  readonly page: () => Promise<WorkbenchPage>;
  /** Everything a window of these languages, most wanted first, draws at first. */
  readonly snapshot: (languages: readonly string[]) => Promise<WorkbenchSnapshot>;
  /** The codicons that the page carries for a snapshot. */
  readonly icons: (snapshot: WorkbenchSnapshot) => Promise<PageIcons>;
  readonly workbenchFiles: StaticFolder;
  /** Files of one plugin as loaded at `revision`; `undefined` when that is no longer so. */
  readonly pluginFiles: (plugin: string, revision: string) => Promise<StaticFolder | undefined>;
  readonly frames: Pick<FrameServer, 'answer'>;
  readonly denialTexts: (denial: Denial) => Promise<DenialTexts>;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly onDenied: (denial: Denial, reason: string) => void;
  readonly onError: (error: unknown) => void;
}

const frameRoute = '/frames/:token/*';
const tokenAttemptsPerMinute = 10;
/** Nobody can listen on ::1 then, we neither. */
const withoutIpv6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];
/** The build's hashes: eight characters, hardly ever all small letters, as a word would be. */
const hashedName = /-(?=[\w-]*[A-Z\d])[\w-]{8}\.\w+$/;
const compressPage = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** The HTTP side of the host: the page, its files and who may have them. On 127.0.0.1, and on ::1, where browsers look first for `localhost` and the names below it. */
export class HostServer {
  private readonly app: FastifyInstance;
  private readonly firstAnswer = Promise.withResolvers<void>();
  private frameServer: Server | undefined;
  private hasFrameHosts = false;
  private readonly tokenAttempts = new RateLimiter(tokenAttemptsPerMinute, 60_000);

  constructor(private readonly options: HostServerOptions) {
    this.app = fastify({
      logger: false,
      forceCloseConnections: true,
      bodyLimit: 1024,
      requestTimeout: 10_000,
      keepAliveTimeout: 5_000,
      routerOptions: { maxParamLength: 512 },
      rewriteUrl: (request) => takePlace(request as IncomingMessage),
      http: { maxHeaderSize: 16_384, headersTimeout: 5_000, connectionsCheckingInterval: 2_500 },
    });
    this.app.server.maxConnections = 256;
    this.app.server.on('upgrade', options.onUpgrade);
    this.app.addHook('onRequest', (request, reply) => this.guard(request, reply));
    this.app.addHook('onResponse', async () => this.firstAnswer.resolve());
    this.app.setErrorHandler((error, _request, reply) => this.fail(error, reply));
    this.app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain; charset=utf-8').send(''));
    this.app.get('/', (request, reply) => this.servePage(request, reply));
    this.app.get('/workbench/*', (request, reply) => this.serveWorkbenchFile(request, reply));
    this.app.get('/plugins/:plugin/:revision/*', (request, reply) => this.servePluginFile(request, reply));
    this.app.get(frameRoute, (request, reply) => this.serveFrame(request, reply));
  }

  /** Resolves when the first request was answered. */
  get answered(): Promise<void> {
    return this.firstAnswer.promise;
  }

  /** The port listened on. */
  get port(): number {
    return (this.app.server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Origins under which windows are open. */
  get windowOrigins(): readonly string[] {
    return ownHosts(this.port).map((host) => `http://${host}`);
  }

  /**
   * Origin of the frames of a label: a site apart from the window's, so that browsers give it a process apart. Where another program
   * could answer at that name, the window's own, whose sandbox alone then keeps frames and window apart.
   */
  frameOrigin(label: string): string {
    return this.hasFrameHosts ? `http://${label}.localhost:${this.port}` : this.origin;
  }

  /** An address that opens a window once. */
  issueWindowUrl(): string {
    return `${this.origin}/?jeton=${this.options.tokens.issue()}`;
  }

  /**
   * @param ports tried in turn; 0 is any free one.
   * @throws the system's error (`EADDRINUSE`, `EACCES`…) of the last.
   */
  async listen(ports: readonly number[]): Promise<void> {
    for (const [index, port] of ports.entries()) {
      try {
        await this.app.listen({ port, host: '127.0.0.1' });
        return await this.listenForFrames();
      } catch (error) {
        if (index === ports.length - 1) throw error;
      }
    }
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    this.frameServer?.close();
    this.frameServer?.closeAllConnections();
    await this.app.close();
  }

  /** Browsers ask for names below `localhost` at ::1 first. Whoever holds our port there would be taken for us. */
  private async listenForFrames(): Promise<void> {
    const server = createServer({ requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16_384 }, (request, response) =>
      this.app.routing(request, response),
    );
    server.maxConnections = 64;
    // A window that was opened by the name `localhost` comes this way too.
    server.on('upgrade', this.options.onUpgrade);
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    server.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
    server.listen({ port: this.port, host: '::1', ipv6Only: true }, () => resolve(undefined));
    const failure = await promise;
    this.frameServer = failure === undefined ? server : undefined;
    this.hasFrameHosts = failure === undefined || withoutIpv6.includes(failure);
  }

  private async guard(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    reply.headers(commonHeaders);
    reply.headers({ 'content-security-policy': inertPolicy, 'cache-control': 'no-store' });
    const isFrame = request.routeOptions.url === frameRoute;
    const foreign = isFrame ? undefined : findForeignness(request.headers, this.port);
    if (foreign) return this.deny(reply, 'foreign', foreign);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return reply.code(405).header('allow', 'GET, HEAD').type('text/plain').send('');
    }
    if (isFrame) return undefined;
    if (isTokenRequest(request)) return this.redeemToken(request, reply);
    const proof = { cookies: request.headers.cookie, place: placeOf(request.raw) };
    const isOpen = await holdsOpenSession(proof, this.port, this.options.sessions);
    return isOpen ? undefined : this.deny(reply, 'session', request.routeOptions.url ?? '*');
  }

  private async redeemToken(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { jeton } = request.query as { jeton: unknown };
    const isGood = typeof jeton === 'string' && this.options.tokens.redeem(jeton);
    // A good one always passes: else anybody on this machine could shut the window's owner out by guessing.
    if (!isGood)
      return this.tokenAttempts.take() ? this.deny(reply, 'token', 'unknown or used') : this.deny(reply, 'tooManyTokens', 'rate');
    const session = await this.options.sessions.begin();
    return reply.code(303).header('set-cookie', sessionCookie(this.port, session)).header('location', pathOfPlace(session.place)).send('');
  }

  private async deny(reply: FastifyReply, denial: Denial, reason: string): Promise<FastifyReply> {
    this.options.onDenied(denial, reason);
    const page = renderDenialPage(await this.options.denialTexts(denial));
    return reply.code(403).type('text/html; charset=utf-8').send(page);
  }

  private async servePage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const languages = parseAcceptLanguage(request.headers['accept-language']);
    const [page, snapshot] = await Promise.all([this.options.page(), this.options.snapshot(languages)]);
    const host = request.headers.host ?? '';
    reply.header('content-security-policy', pagePolicy(host, page.inline)).type('text/html; charset=utf-8');
    return sendCompressed(request, reply, page.render(snapshot, await this.options.icons(snapshot)));
  }

  private async serveWorkbenchFile(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = (request.params as { '*': string })['*'];
    const file = await this.options.workbenchFiles.read(path, request.headers['accept-encoding'] ?? '');
    return sendFile(request, reply, file, { immutable: hashedName.test(path) });
  }

  private async servePluginFile(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { plugin, revision, '*': path } = request.params as { plugin: string; revision: string; '*': string };
    const folder = await this.options.pluginFiles(plugin, revision);
    const file = await folder?.read(path, request.headers['accept-encoding'] ?? '');
    return sendFile(request, reply, file, { immutable: true });
  }

  /** Frames are strangers here by design: whether they get something is for the token in the address, and no cookie, to say. */
  private async serveFrame(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { token, '*': path } = request.params as { token: string; '*': string };
    const { host = '', 'sec-fetch-dest': destination, 'accept-encoding': acceptEncoding = '' } = request.headers;
    const answer = await this.options.frames.answer({
      host,
      token,
      path,
      destination: String(destination ?? '') || undefined,
      acceptEncoding,
    });
    if (!answer) return reply.code(404).type('text/plain; charset=utf-8').send('');
    return reply.headers(answer.headers).send(answer.body);
  }

  private fail(error: unknown, reply: FastifyReply): FastifyReply {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) this.options.onError(error);
    return reply.code(status).type('text/plain; charset=utf-8').send('');
  }
}

function isTokenRequest(request: FastifyRequest): boolean {
  return request.method === 'GET' && pathOf(request) === '/' && (request.query as { jeton?: unknown }).jeton !== undefined;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}

/** Language tags of an `Accept-Language` header, most wanted first. */
export function parseAcceptLanguage(header = ''): readonly string[] {
  return header
    .slice(0, 256)
    .split(',')
    .map((part, index) => {
      const [tag = '', quality = ''] = part.trim().split(/\s*;\s*q=/);
      return { tag, weight: quality === '' ? 1 : Number(quality) || 0, index };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight || one.index - other.index)
    .map(({ tag }) => tag);
}

async function sendCompressed(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
  const accepted = request.headers['accept-encoding'] ?? '';
  reply.header('vary', 'accept-encoding');
  if (accepts(accepted, 'br')) {
    const body = await compressPage.br(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });
    return reply.header('content-encoding', 'br').send(body);
  }
  if (accepts(accepted, 'gzip')) return reply.header('content-encoding', 'gzip').send(await compressPage.gzip(text));
  return reply.send(text);
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: StaticFile | undefined,
  caching: { immutable: boolean },
): FastifyReply {
  if (!file) return reply.code(404).type('text/plain; charset=utf-8').send('');
  const cacheControl = caching.immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache';
  reply.headers({ ...file.headers, 'cache-control': cacheControl });
  if (request.headers['if-none-match'] === file.headers.etag) return reply.code(304).send('');
  return reply.send(file.body);
}
