import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../bundle.ts';

const compiler = join(repository, 'node_modules/typescript/bin/tsc');
const timeoutMs = 60_000;

/** What the compiler declares of each module that the plugin API and the manifest's types are made of, by path below `core/`. */
export async function emitDeclarations(): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'boule-bleue-api-'));
  try {
    await promisify(execFile)(process.execPath, [compiler, '-p', import.meta.dirname, '--outDir', folder], { timeout: timeoutMs });
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.d.ts')).sort();
    const texts = files.map(async (file) => [file.replaceAll('\\', '/'), await readFile(join(folder, file), 'utf8')] as const);
    return new Map(await Promise.all(texts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
