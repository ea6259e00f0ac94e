import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { NetworkFixture } from '../network-fixture.ts';
import { packFiles } from './archive-maker.ts';
import { sampleFiles } from './sample-package.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface PublishedVersion {
  readonly archive: Uint8Array;
  /** As the registry describes it. */
  readonly description: Record<string, unknown> & { dist: Record<string, unknown> };
}

/** A small npm registry over TLS, which may be made to lie. */
export class RegistryServer {
  /** Paths that were asked for, in order. */
  readonly requests: string[] = [];
  /** Answers in place of the registry's own, by path. */
  readonly replaced = new Map<string, Answer>();
  private readonly packages = new Map<string, Map<string, PublishedVersion>>();

  private constructor() {}

  origin = '';

  static async start(fixture: NetworkFixture): Promise<RegistryServer> {
    const registry = new RegistryServer();
    registry.origin = await fixture.serve((request, response) => registry.answer(request, response));
    return registry;
  }

  /** Publishes a version of a package, with a right digest. */
  publish(name: string, version: string, archive: Uint8Array = packFiles(sampleFiles({ name, version }))): PublishedVersion {
    const integrity = `sha512-${createHash('sha512').update(archive).digest('base64')}`;
    const tarball = `${this.origin}${archivePath(name, version)}`;
    const published = { archive, description: { name, version, dist: { tarball, integrity } } };
    const versions = this.packages.get(name) ?? new Map<string, PublishedVersion>();
    this.packages.set(name, versions.set(version, published));
    return published;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(request.url ?? '');
    this.requests.push(path);
    const replaced = this.replaced.get(path);
    if (replaced) return replaced(request, response);
    const versions = this.packages.get(path.slice(1));
    if (versions) return this.describe(path.slice(1), versions, response);
    const found = [...this.packages].flatMap(([name, each]) =>
      [...each].map(([version, { archive }]) => ({ path: archivePath(name, version), archive })),
    );
    const archive = found.find((candidate) => candidate.path === path)?.archive;
    response.writeHead(archive ? 200 : 404).end(archive);
  }

  private describe(name: string, versions: ReadonlyMap<string, PublishedVersion>, response: ServerResponse): void {
    const described = Object.fromEntries([...versions].map(([version, { description }]) => [version, description]));
    const latest = [...versions.keys()].at(-1);
    const body = gzipSync(JSON.stringify({ name, 'dist-tags': { latest }, versions: described }));
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(body);
  }
}

export function archivePath(name: string, version: string): string {
  return `/${name}/-/${name.replace(/.*\//, '')}-${version}.tgz`;
}
