import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /\.(js|css|svg)$/;

/** Below this a compressed answer saves nothing on the wire. */
const worthwhileBytes = 1024;

/** Writes `FILE.br` and `FILE.gz` beside every text file of a folder, for a server that never compresses by itself. */
export async function compressFolder(folder: string): Promise<void> {
  await compressFiles(folder, await readdir(folder, { recursive: true }));
}

export async function compressFiles(folder: string, files: readonly string[]): Promise<void> {
  await Promise.all(files.filter((file) => compressible.test(file)).map((file) => compressFile(join(folder, file))));
}

async function compressFile(path: string): Promise<void> {
  const content = await readFile(path);
  if (content.length < worthwhileBytes) return;
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, gzipped)]);
}
