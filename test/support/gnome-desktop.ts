import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnTypescript, type TypescriptChild } from './typescript-child.ts';

/** What `gsettings` tells, such as `{ 'org.gnome.system.proxy mode': "'auto'" }`. */
export type DesktopSettings = Readonly<Record<string, string>>;

/** One address's ways as the host found them, by the library's own reading of the desktop's settings. */
export interface FoundRoute {
  readonly ways: readonly string[];
  readonly source: string;
  readonly detail: string;
  readonly ms: number;
}

/** Stands in for GNOME's `gsettings` and `dconf`, which the real library runs. */
export class GnomeDesktop implements AsyncDisposable {
  private readonly children: TypescriptChild[] = [];

  private constructor(private readonly folder: string) {}

  static async start(): Promise<GnomeDesktop> {
    const folder = await mkdtemp(join(tmpdir(), 'gnome-'));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'settings'), '');
    await writeFile(join(folder, 'changes'), '');
    await writeFile(join(folder, 'bin/gsettings'), `#!/bin/sh\nexec cat '${folder}/settings'\n`, { mode: 0o755 });
    await writeFile(join(folder, 'bin/dconf'), `#!/bin/sh\nexec tail -f '${folder}/changes'\n`, { mode: 0o755 });
    return new GnomeDesktop(folder);
  }

  /** Settings other than these are as nobody touched them. */
  async set(settings: DesktopSettings): Promise<void> {
    const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
    await writeFile(join(this.folder, 'settings'), lines.join(''));
    await appendFile(join(this.folder, 'changes'), '/system/proxy/mode\n');
  }

  /** Automatic configuration by a script. */
  setScript(url: string): Promise<void> {
    return this.set({ 'org.gnome.system.proxy mode': "'auto'", 'org.gnome.system.proxy autoconfig-url': `'${url}'` });
  }

  /** Asks, one after the other, in a process of its own on this desktop. */
  async routes(urls: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<readonly FoundRoute[]> {
    const child = this.spawn(`${resolving}\nfor (const url of ${JSON.stringify(urls)}) await tell(url);\nprocess.exit();`, environment);
    return readLines(await child.waitFor('the end, which never comes'));
  }

  /** Runs a module's source there. */
  spawn(source: string, environment: NodeJS.ProcessEnv = {}): TypescriptChild {
    const proxies = Object.keys(process.env).filter((name) => /_proxy$/i.test(name));
    const silenced = Object.fromEntries(proxies.map((name) => [name, undefined]));
    const env = { ...silenced, PATH: `${join(this.folder, 'bin')}:${process.env.PATH}`, XDG_CURRENT_DESKTOP: 'GNOME', ...environment };
    const child = spawnTypescript(source, { env });
    this.children.push(child);
    return child;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.children.filter(({ process }) => process.exitCode === null).map((child) => child.kill()));
    await rm(this.folder, { recursive: true });
  }
}

const routeModule = new URL('../../host/node/network/routes/route.ts', import.meta.url).href;

const resolving = `
import { RouteResolver } from ${JSON.stringify(routeModule)};
const resolver = new RouteResolver({ warn: () => {} });
async function tell(url) {
  const startMs = performance.now();
  const route = await resolver.resolve(new URL(url), { type: 'system' });
  const ways = [];
  for (let way = route; way; way = way.next) {
    const { protocol, secure, host, port } = way.proxy ?? {};
    ways.push(way.proxy ? \`\${protocol ?? (secure ? 'https' : 'http')}://\${host}:\${port}\` : 'direct');
  }
  const { source, detail } = route;
  console.log(JSON.stringify({ ways, source, detail, ms: Math.round(performance.now() - startMs) }));
}`;

function readLines<T>(output: string): readonly T[] {
  return output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
