import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StaticFile, StaticFolder } from '../server/static-folder.ts';
import { hashInlineElements } from '../server/workbench-page.ts';
import { frameFilePolicy, frameHeaders, framePolicy } from './frame-headers.ts';
import type { FrameTicket } from './frame-tickets.ts';

/** Where the frames of a host are. */
export interface FrameSite {
  /** Origin of the frames of a label. */
  originOf(label: string): string;
  /** Origins of windows. */
  windowOrigins(): readonly string[];
}

export interface FrameServerOptions {
  readonly site: FrameSite;
  readonly findTicket: (token: string) => Promise<FrameTicket | undefined>;
  /** Files of a plugin as loaded at `revision`; `undefined` when that is no longer so. */
  readonly pluginFiles: (plugin: string, revision: string) => Promise<StaticFolder | undefined>;
  /** What all frames share: their page, the script that runs in them, the plugin API. */
  readonly sharedFolder: string;
  readonly sharedFiles: StaticFolder;
}

/** What a request for something of a frame says. */
export interface FrameRequest {
  readonly host: string;
  readonly token: string;
  /** Below the token. */
  readonly path: string;
  /** `Sec-Fetch-Dest`: what the browser wants it for. */
  readonly destination: string | undefined;
  readonly acceptEncoding: string;
}

export interface FrameAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const pageFile = 'panel-frame.html';
const documents = ['document', 'iframe', 'frame', 'embed', 'object', 'fencedframe'];

/**
 * Serves the frames of strangers' panels: to each its page, what all frames share, and the files of its own plugin. Nothing here asks
 * for a session: the token in the address is the right to it.
 */
export class FrameServer {
  private page: Promise<{ readonly html: string; readonly importMap: readonly string[] }> | undefined;

  constructor(private readonly options: FrameServerOptions) {}

  /** `undefined` where the request has no right to anything, or there is no such file: which of both is not told. */
  async answer(request: FrameRequest): Promise<FrameAnswer | undefined> {
    const ticket = await this.options.findTicket(request.token);
    if (!ticket || `http://${request.host}` !== this.options.site.originOf(ticket.label)) return undefined;
    if (request.path === '') return isFor(request, ['iframe']) ? this.answerPage(ticket) : undefined;
    if (isDocument(request)) return undefined;
    const file = await this.readFile(ticket, request);
    return file && { headers: { ...file.headers, ...frameHeaders, 'content-security-policy': frameFilePolicy }, body: file.body };
  }

  private async readFile(ticket: FrameTicket, { path, acceptEncoding }: FrameRequest): Promise<StaticFile | undefined> {
    const [, place, name = ''] = /^(shared|files)\/(.*)$/s.exec(path) ?? [];
    if (place === 'shared') return this.options.sharedFiles.read(name, acceptEncoding);
    const files = place && (await this.options.pluginFiles(ticket.plugin, ticket.revision));
    return files ? files.read(name, acceptEncoding) : undefined;
  }

  private async answerPage(ticket: FrameTicket): Promise<FrameAnswer> {
    const { site, sharedFolder } = this.options;
    this.page ??= loadPage(join(sharedFolder, pageFile));
    const { html, importMap } = await this.page;
    const policy = framePolicy({ address: addressOf(ticket, site), embedders: site.windowOrigins() }, importMap);
    return { headers: { ...frameHeaders, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body: html };
  }
}

/** Address of a frame's page, below which everything of the frame is. */
export function addressOf({ label, token }: FrameTicket, site: Pick<FrameSite, 'originOf'>): string {
  return `${site.originOf(label)}/frames/${token}/`;
}

/** Browsers that don't say what they want something for are taken at their word. */
function isFor({ destination }: FrameRequest, wanted: readonly string[]): boolean {
  return destination === undefined || wanted.includes(destination);
}

function isDocument({ destination }: FrameRequest): boolean {
  return destination !== undefined && documents.includes(destination);
}

async function loadPage(path: string) {
  const html = await readFile(path, 'utf8');
  return { html, importMap: hashInlineElements(html).scripts };
}
