import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ShellError } from '../../../core/errors.ts';
import { type PackageFile, type PackageFiles, toPackageFiles } from './package-files.ts';
import { packageLimits } from './package-limits.ts';

/** What an author's folder holds beside the package, and npm leaves out too. */
const leftOut = new Set(['.git', '.hg', '.svn', '.npmrc', '.DS_Store', '.vscode', '.idea']);
/** Beside bundled dependencies npm keeps its own notes there, and links to programs. */
const leftOutOfModules = new Set(['.bin', '.cache', '.package-lock.json', ...leftOut]);

/**
 * The files of a package that lies unpacked in a folder. `node_modules` counts where the manifest bundles dependencies.
 * @throws ShellError `package.source-missing`, `package.source-invalid`, `package.entry-forbidden`, `package.path-forbidden`,
 * `package.path-twice`, `package.too-large`.
 */
export async function readFolder(folder: string): Promise<PackageFiles> {
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    (cause) => {
      throw new ShellError('package.source-missing', { source: folder }, { cause });
    },
  );
  if (!isFolder) throw new ShellError('package.source-invalid', { source: folder });
  const reader = new FolderReader(await realpath(folder), folder);
  return toPackageFiles(await reader.read(), folder);
}

class FolderReader {
  private readonly paths: string[] = [];
  private entryCount = 0;
  private byteCount = 0;

  constructor(
    private readonly root: string,
    private readonly source: string,
  ) {}

  async read(): Promise<readonly PackageFile[]> {
    const manifest = await this.readFile('package.json');
    const bundles = bundlesDependencies(manifest.content);
    await this.walk('', (name) => !leftOut.has(name) && name !== 'package.json' && (bundles || name !== 'node_modules'));
    const files = [manifest];
    for (const path of this.paths) files.push(await this.readFile(path));
    return files;
  }

  /** Finds the files, and that they are not too many, before any is read. */
  private async walk(folder: string, isWanted: (name: string) => boolean): Promise<void> {
    if (folder.split('/').length > packageLimits.pathDepth) throw new ShellError('package.path-forbidden', { path: folder });
    const entries = await readdir(join(this.root, folder), { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => isWanted(name))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      this.entryCount += 1;
      if (this.entryCount > packageLimits.entries) throw new ShellError('package.too-large', { source: this.source, limit: 'entries' });
      if (entry.isDirectory()) await this.walk(path, (name) => !ignoredIn(path).has(name));
      else if (entry.isFile()) this.paths.push(path);
      else throw new ShellError('package.entry-forbidden', { path, kind: kindOf(entry) });
    }
  }

  /** What was a plain file a moment ago may be another thing by now. */
  private async readFile(path: string): Promise<PackageFile> {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const opening = open(join(this.root, path), flags);
    await using file = await opening.catch((cause) => {
      if (path === 'package.json') throw new ShellError('package.manifest-missing', { source: this.source }, { cause });
      throw new ShellError('package.entry-forbidden', { path, kind: 'other' }, { cause });
    });
    const stats = await file.stat();
    if (!stats.isFile()) throw new ShellError('package.entry-forbidden', { path, kind: 'other' });
    this.byteCount += stats.size;
    if (this.byteCount > packageLimits.unpackedBytes) throw new ShellError('package.too-large', { source: this.source, limit: 'unpacked' });
    const content = Buffer.alloc(stats.size);
    const { bytesRead } = await file.read(content, 0, content.length, 0);
    return { path, content: content.subarray(0, bytesRead) };
  }
}

function ignoredIn(folder: string): ReadonlySet<string> {
  return folder.endsWith('node_modules') ? leftOutOfModules : leftOut;
}

function kindOf(entry: Dirent): string {
  if (entry.isSymbolicLink()) return 'link';
  if (entry.isFIFO() || entry.isSocket()) return 'pipe';
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'device' : 'other';
}

/** Read before anything was checked: whatever is wrong with the manifest is said by those who read it whole. */
function bundlesDependencies(manifest: Uint8Array | undefined): boolean {
  try {
    const parsed = JSON.parse(Buffer.from(manifest ?? []).toString()) as Readonly<Record<string, unknown>> | null;
    return Boolean(parsed?.bundleDependencies ?? parsed?.bundledDependencies);
  } catch {
    return false;
  }
}
