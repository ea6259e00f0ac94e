import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { NetworkRoute } from '../../../../core/services/network-service.ts';
import { MisbehavingServer } from '../../../../test/servers/misbehaving-server.ts';
import { ProxyServer } from '../../../../test/servers/proxy-server.ts';
import { NetworkFixture } from '../../../../test/support/network-fixture.ts';
import { packFiles } from '../../../../test/support/packages/archive-maker.ts';
import { archivePath, RegistryServer } from '../../../../test/support/packages/registry-server.ts';
import { sampleFiles } from '../../../../test/support/packages/sample-package.ts';
import { randomSource } from '../../../../test/support/random-source.ts';
import { packageLoader } from '../load-package.ts';
import { RegistryClient } from './registry-client.ts';

// Much work, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

let fixture: NetworkFixture;
let registry: RegistryServer;
let address: string;
let route: NetworkRoute;

beforeAll(async () => {
  fixture = await NetworkFixture.create();
});

beforeEach(async () => {
  registry = await RegistryServer.start(fixture);
  address = registry.origin;
  route = { type: 'direct' };
});

afterEach(() => fixture.dispose());
afterAll(() => fixture.dispose());

function client(timeoutMs = 20_000): RegistryClient {
  return new RegistryClient({ dialer: fixture.dialer(), route: async () => route, address: () => address, userAgent: 'test', timeoutMs });
}

const fetch = (name: string, range = 'latest', timeoutMs?: number) => client(timeoutMs).fetch({ kind: 'registry', name, range });
const load = (source: string) => packageLoader(client())(source);

describe('a package is fetched', () => {
  test('by name, range, version and tag', async () => {
    for (const version of ['1.0.0', '1.2.0', '2.0.0']) registry.publish('sample', version);
    expect(await fetch('sample')).toMatchObject({ name: 'sample', version: '2.0.0' });
    expect(await fetch('sample', '^1.0.0')).toMatchObject({ version: '1.2.0' });
    expect(await fetch('sample', '1.0.0')).toMatchObject({ version: '1.0.0' });
    await expect(fetch('sample', '^3.0.0')).rejects.toMatchObject({ code: 'package.version-not-found' });
    await expect(fetch('sample', 'next')).rejects.toMatchObject({ code: 'package.version-not-found' });
  });

  test('with a scope, and what it holds is that package', async () => {
    registry.publish('@scope/sample', '1.0.0');
    const { inspected, integrity } = await load('@scope/sample@1.0.0');
    expect(inspected.manifest.id).toBe('scope.sample');
    expect(integrity).toMatch(/^sha512-/);
  });

  test('by way of the proxy that was chosen', async () => {
    registry.publish('sample', '1.0.0');
    await using proxy = await ProxyServer.start();
    route = { type: 'proxy', host: '127.0.0.1', port: proxy.port };
    expect(await fetch('sample')).toMatchObject({ version: '1.0.0' });
    expect(proxy.records).toHaveLength(2);
  });

  test('without touching the user’s own npm cache, whatever comes of it', async () => {
    const home = await mkdtemp(join(tmpdir(), 'home-'));
    vi.stubEnv('HOME', home);
    vi.stubEnv('USERPROFILE', home);
    vi.stubEnv('LOCALAPPDATA', home);
    const { description } = registry.publish('sample', '1.0.0');
    // A digest that nothing has, and a cache that holds something for it: it would be read, or removed as damaged.
    description.dist.integrity = `sha512-${Buffer.alloc(64).toString('base64')}`;
    const folder = process.platform === 'win32' ? 'npm-cache' : '.npm';
    const kept = join(home, folder, '_cacache', 'content-v2', 'sha512', '00', '00', '0'.repeat(124));
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, 'kept');
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.integrity' });
    registry.publish('sample', '2.0.0');
    await fetch('sample');
    expect((await readdir(home, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toHaveLength(1);
    expect(await readFile(kept, 'utf8')).toBe('kept');
    vi.unstubAllEnvs();
    await rm(home, { recursive: true });
  });
});

describe('a registry that lies is not believed', () => {
  test('about a package’s contents', async () => {
    const { description } = registry.publish('sample', '1.0.0');
    registry.replaced.set(archivePath('sample', '1.0.0'), (_request, response) =>
      response.end(packFiles(sampleFiles({ description: 'Other' }))),
    );
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.integrity' });
    description.dist.integrity = undefined;
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.integrity-missing' });
    description.dist.shasum = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.integrity-missing' });
    description.dist.integrity = 'md5-1B2M2Y8AsgTpgAmY7PhCfg==';
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.integrity-missing' });
  });

  test('about its name', async () => {
    registry.publish('other', '1.0.0');
    registry.replaced.set('/sample', (_request, response) => response.writeHead(307, { location: '/other' }).end());
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.registry-failed' });
    const { description } = registry.publish('sample', '1.0.0');
    registry.replaced.clear();
    description.name = 'other';
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.registry-other' });
  });

  test('about its version', async () => {
    registry.publish('sample', '2.0.0', packFiles(sampleFiles({ version: '1.0.0' })));
    await expect(load('sample')).rejects.toMatchObject({ code: 'package.registry-other' });
    registry.publish('sample', '3.0.0').description.version = '9.9.9';
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.registry-other' });
  });

  test('about who is inside', async () => {
    registry.publish('sample', '1.0.0', packFiles(sampleFiles({ name: 'other' })));
    await expect(load('sample')).rejects.toMatchObject({ code: 'package.registry-other' });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '<html>'],
    ['a list', '[]'],
    ['null', 'null'],
    ['no versions', '{"name":"sample"}'],
    ['versions of any shape', '{"name":"sample","versions":{"1.0.0":3}}'],
    ['an archive that is no address', '{"name":"sample","versions":{"1.0.0":{"name":"sample","version":"1.0.0","dist":{"tarball":"x"}}}}'],
    ['members of every object', '{"name":"sample","__proto__":{"versions":{}},"constructor":{}}'],
  ])('where it answers %s', async (_name, body) => {
    registry.replaced.set('/sample', (_request, response) => response.end(body));
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.registry-failed' });
  });
});

describe('a registry that leads elsewhere is not followed', () => {
  test.each(['http', 'https'])('by a redirect to another server over %s', async (protocol) => {
    let isAsked = false;
    const answer = (_request: unknown, response: { end(): void }) => {
      isAsked = true;
      response.end();
    };
    const elsewhere = protocol === 'http' ? await fixture.servePlain(answer) : await fixture.serve(answer);
    registry.publish('sample', '1.0.0');
    registry.replaced.set(archivePath('sample', '1.0.0'), (_request, response) =>
      response.writeHead(302, { location: `${elsewhere}/sample.tgz` }).end(),
    );
    await expect(fetch('sample')).rejects.toMatchObject({ code: /^package\.registry-(leads-away|failed)$/ });
    expect(isAsked).toBe(false);
  });

  test.each(['http://localhost:1/x.tgz', 'https://127.0.0.1:1/x.tgz', 'file:///etc/passwd', 'git+ssh://localhost/x'])(
    'by an archive at %s',
    async (tarball) => {
      registry.publish('sample', '1.0.0').description.dist.tarball = tarball;
      await expect(fetch('sample')).rejects.toMatchObject({ code: /^package\.registry-(leads-away|failed)$/ });
      expect(registry.requests).toEqual(['/sample']);
    },
  );

  test('and one without TLS, or with a password in its address, is not asked', async () => {
    for (const each of ['http://localhost/', 'https://user:password@localhost/', 'registry', 'https://localhost/?x', '']) {
      address = each;
      await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.registry-invalid' });
    }
  });

  test('nor one whose certificate nobody vouches for', async () => {
    const other = await NetworkFixture.create();
    registry = await RegistryServer.start(other);
    address = registry.origin;
    await expect(fetch('sample')).rejects.toMatchObject({ code: /^network\.cert-/ });
    await other.dispose();
  });
});

describe('a registry that takes its time or gives too much is left', () => {
  test.each(['blackhole', 'silence', 'drip', 'endless-headers', 'endless-body', 'gzip-bomb', 'garbage', 'hang-up'] as const)(
    'from the first word: %s',
    async (misbehaviour) => {
      await using server = await MisbehavingServer.start({ misbehaviour, identity: await fixture.authority.issue() });
      address = `https://localhost:${server.port}`;
      await expect(fetch('sample', 'latest', 500)).rejects.toMatchObject({ code: /^(network|package)\./ });
    },
  );

  test('while it gives the archive: drop by drop', async () => {
    registry.publish('sample', '1.0.0');
    registry.replaced.set(archivePath('sample', '1.0.0'), (_request, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    });
    await expect(fetch('sample', 'latest', 1_000)).rejects.toMatchObject({ code: 'network.timeout' });
  });

  test.each([
    ['as its body', 200],
    ['as the body of a redirect to itself', 302],
  ])('while it gives the archive: without end, %s', async (_name, status) => {
    const path = archivePath('sample', '1.0.0');
    registry.publish('sample', '1.0.0');
    registry.replaced.set(path, (_request, response) => {
      response.writeHead(status, { location: path });
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour);
      pour();
    });
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.too-large' });
  });

  test('while it gives the archive: a little that unpacks to much', async () => {
    registry.publish('sample', '1.0.0');
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    registry.replaced.set(archivePath('sample', '1.0.0'), (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    await expect(fetch('sample')).rejects.toMatchObject({ code: 'package.too-large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  test('and when the user gives up', async () => {
    registry.publish('sample', '1.0.0');
    const asked = Promise.withResolvers<void>();
    registry.replaced.set(archivePath('sample', '1.0.0'), () => asked.resolve());
    const ending = new AbortController();
    const fetched = client().fetch({ kind: 'registry', name: 'sample', range: 'latest' }, ending.signal);
    const outcome = expect(fetched).rejects.toMatchObject({ name: 'AbortError' });
    await asked.promise;
    ending.abort();
    await outcome;
  });
});

test('giving up at any moment is a cancellation or comes too late, and nothing fails behind anybody’s back', async () => {
  registry.publish('sample', '1.0.0');
  const random = randomSource(3);
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on('uncaughtException', note);
  for (let round = 0; round < 60; round += 1) {
    const outcome = await client()
      .fetch({ kind: 'registry', name: 'sample', range: 'latest' }, AbortSignal.timeout(random(15)))
      .catch((error) => error);
    expect(outcome.archive ?? outcome.name, `round ${round}`).toSatisfy((found) => found === 'AbortError' || found instanceof Uint8Array);
  }
  process.off('uncaughtException', note);
  expect(unhandled).toEqual([]);
});

test('a package that nobody published is not found', async () => {
  await expect(fetch('nobody')).rejects.toMatchObject({ code: 'package.not-found' });
});
