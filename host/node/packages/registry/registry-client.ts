import * as v from 'valibot';
import { isCancellation, ShellError } from '../../../../core/errors.ts';
import type { NetworkRoute } from '../../../../core/services/network-service.ts';
import { classifyFailure } from '../../network/classify-failure.ts';
import { Deadline } from '../../network/deadline.ts';
import { type Dialer, noLimits, runUnobserved } from '../../network/dialing/dialer.ts';
import { exchange } from '../../network/http/http-exchange.ts';
import { onOneLine } from '../on-one-line.ts';
import { packageLimits } from '../package-limits.ts';
import type { PackageSource } from '../package-source.ts';
import { RegistryAgent } from './registry-agent.ts';

export interface RegistryClientOptions {
  readonly dialer: Dialer;
  /** The way in force: what the hook `network.route` answers. */
  readonly route: () => Promise<NetworkRoute>;
  /** Address of the registry, as the setting gives it. */
  readonly address: () => string;
  readonly userAgent: string;
  /** Of a whole fetch. Default 120 000. */
  readonly timeoutMs?: number;
}

/** A package's archive, as the registry vouches for it. */
export interface FetchedPackage {
  readonly name: string;
  readonly version: string;
  readonly archive: Uint8Array;
  /** The digest that the archive was checked against (Subresource Integrity). */
  readonly integrity: string;
}

export type RegistrySource = Extract<PackageSource, { readonly kind: 'registry' }>;

const defaultTimeoutMs = 120_000;
/** All versions of a package, as npm's own description of a package gives them: the largest known ones have some 10 MB. */
const descriptionBytes = 16 * 1024 * 1024;
/** Redirects, headers and TLS come on top of the archive. */
const otherBytes = 1024 * 1024;

/** What the parts of a description have to be for npm's library to choose a version by it. */
const descriptionSchema = v.looseObject({
  name: v.string(),
  'dist-tags': v.optional(v.record(v.string(), v.string()), {}),
  versions: v.record(
    v.string(),
    v.looseObject({
      name: v.string(),
      version: v.string(),
      dist: v.looseObject({ tarball: v.pipe(v.string(), v.url()), integrity: v.optional(v.string()) }),
    }),
  ),
});

type Description = v.InferOutput<typeof descriptionSchema>;

/** Fetches packages from an npm registry. Runs nothing of theirs, and keeps nothing on the disk. */
export class RegistryClient {
  constructor(private readonly options: RegistryClientOptions) {}

  /**
   * @throws ShellError `package.not-found`, `package.registry-*`, `package.integrity`, `package.too-large`, `network.*`;
   * an `AbortError` when the caller gave up.
   */
  async fetch(source: RegistrySource, caller?: AbortSignal): Promise<FetchedPackage> {
    const registry = this.registry();
    const deadline = new Deadline(this.options.timeoutMs ?? defaultTimeoutMs, caller);
    try {
      const description = await this.describe(registry, source, deadline.signal);
      return await this.download(registry, source, description, deadline.signal);
    } catch (error) {
      deadline.throwIfCancelled();
      throw this.toShellError(deadline.signal.aborted ? deadline.signal.reason : error, registry, source);
    } finally {
      deadline.dispose();
    }
  }

  private registry(): URL {
    const address = this.options.address();
    const url = URL.parse(address.endsWith('/') ? address : `${address}/`);
    if (url?.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === '') return url;
    throw new ShellError('package.registry-invalid', { registry: url?.host ?? '' });
  }

  /**
   * Not left to npm's library, which reads a description of any length, however far it unpacks.
   * @throws as `fetch`.
   */
  private async describe(registry: URL, { name }: RegistrySource, signal: AbortSignal): Promise<Description> {
    const { dialer, route, userAgent } = this.options;
    const url = new URL(name.replace('/', '%2f'), registry);
    const dialled = await dialer.dial({ url, route, limits: noLimits, signal, run: runUnobserved });
    const accept = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8';
    const headers = { accept, 'user-agent': userAgent, 'accept-encoding': 'gzip, deflate' };
    const { status, body } = await exchange(
      dialled,
      { url, method: 'GET', headers, maximumBytes: descriptionBytes, whenLonger: 'fail' },
      signal,
    );
    if (status === 404) throw new ShellError('package.not-found', { name, registry: registry.host });
    if (status !== 200) throw new ShellError('package.registry-failed', { registry: registry.host, problem: `HTTP ${status}` });
    return parseDescription(body, name, registry);
  }

  private async download(registry: URL, source: RegistrySource, description: Description, signal: AbortSignal): Promise<FetchedPackage> {
    const { dialer, route, userAgent } = this.options;
    const maximumBytes = packageLimits.packedBytes + otherBytes;
    const agent = new RegistryAgent({ origin: registry.origin, dialer, route, signal, maximumBytes });
    const { createFetcher } = await import('./npm-fetcher.ts');
    const fetcher = createFetcher(source, { registry: registry.href, agent, signal, userAgent, description });
    try {
      const { name, version, integrity } = await fetcher.choose();
      const isAsked = name === source.name && description.versions[version]?.version === version;
      if (!isAsked)
        throw new ShellError('package.registry-other', { asked: source.name, answered: onOneLine(`${name}@${version}`).slice(0, 300) });
      if (!/(?:^|\s)sha512-/.test(integrity)) throw new ShellError('package.integrity-missing', { name, registry: registry.host });
      return { name, version, integrity, archive: await fetcher.download(packageLimits.packedBytes) };
    } catch (error) {
      throw agent.failure ?? error;
    } finally {
      agent.destroy();
    }
  }

  private toShellError(error: unknown, registry: URL, { name, range }: RegistrySource): unknown {
    if (error instanceof ShellError || isCancellation(error)) return error;
    const code = (error as { readonly code?: unknown }).code;
    if (code === 'ETARGET' || code === 'ENOVERSIONS') return new ShellError('package.version-not-found', { name, range }, { cause: error });
    if (code === 'EINTEGRITY') return new ShellError('package.integrity', { name }, { cause: error });
    const found = classifyFailure(error);
    if (found) {
      return new ShellError(`network.${found.reason}`, { host: registry.host, systemCode: found.systemCode ?? '' }, { cause: error });
    }
    const problem = onOneLine(error instanceof Error ? error.message : String(error)).slice(0, 200);
    return new ShellError('package.registry-failed', { registry: registry.host, problem }, { cause: error });
  }
}

function parseDescription(text: string, name: string, registry: URL): Description {
  const failed = (problem: string, cause?: unknown) =>
    new ShellError('package.registry-failed', { registry: registry.host, problem }, { cause });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw failed('no JSON', cause);
  }
  const parsed = v.safeParse(descriptionSchema, json);
  if (!parsed.success) throw failed('no description of a package');
  if (parsed.output.name !== name)
    throw new ShellError('package.registry-other', { asked: name, answered: onOneLine(parsed.output.name).slice(0, 214) });
  return parsed.output;
}
