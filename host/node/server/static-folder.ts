import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const compressions = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
] as const;

export interface StaticFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The files of a folder that may be served. Only names found by listing the folder can be asked for, so no
 * path can lead out of it; links, dot files and `node_modules` are never listed.
 */
export class StaticFolder {
  private listing: Promise<ReadonlySet<string>> | undefined;

  /** @param mayServe decides by the path relative to the folder, with forward slashes. */
  constructor(
    private readonly folder: string,
    private readonly mayServe: (path: string) => boolean = () => true,
  ) {}

  /** The file, compressed where a variant was built that the browser accepts; `undefined` where there is none. */
  async read(path: string, acceptEncoding: string): Promise<StaticFile | undefined> {
    this.listing ??= listFiles(this.folder);
    const files = await this.listing;
    const type = contentTypes[extname(path)];
    if (type === undefined || !files.has(path) || !this.mayServe(path)) return undefined;
    const compression = compressions.find(({ encoding, suffix }) => accepts(acceptEncoding, encoding) && files.has(path + suffix));
    const file = join(this.folder, path + (compression?.suffix ?? ''));
    const read = await readWithTime(file);
    if (!read) return undefined;
    const { body, mtimeMs } = read;
    return {
      body,
      headers: {
        'content-type': type,
        vary: 'accept-encoding',
        etag: `"${body.length.toString(36)}-${Math.trunc(mtimeMs).toString(36)}"`,
        ...(compression && { 'content-encoding': compression.encoding }),
      },
    };
  }
}

/** `undefined` for a file that is gone since the folder was listed. */
async function readWithTime(file: string): Promise<{ body: Buffer; mtimeMs: number } | undefined> {
  try {
    const [body, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
    return { body, mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether `Accept-Encoding` names an encoding without refusing it. */
export function accepts(acceptEncoding: string, encoding: string): boolean {
  return acceptEncoding.split(',').some((part) => {
    const [name = '', quality = ''] = part.trim().split(/\s*;\s*/);
    return name.toLowerCase() === encoding && !/^q=0(\.0+)?$/.test(quality);
  });
}

async function listFiles(folder: string): Promise<ReadonlySet<string>> {
  const files = new Set<string>();
  const pending = [''];
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    for (const entry of await readdir(join(folder, path), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      if (entry.isDirectory()) pending.push(`${path}${entry.name}/`);
      else if (entry.isFile()) files.add(path + entry.name);
    }
  }
  return files;
}
