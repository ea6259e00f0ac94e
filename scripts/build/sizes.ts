import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { WorkbenchBuild } from './workbench.ts';

/** The window has to open quickly on old office computers. */
const workbenchGzipBudgetBytes = 100 * 1024;

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;

/** Smaller ones don't matter to anybody. */
const worthTellingBytes = 10 * 1024;

/** One line for each script of some weight: its size, and what it weighs on the wire. */
export async function reportSizes(outputFolder: string): Promise<string> {
  const files = (await readdir(outputFolder, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
  const lines = await Promise.all(files.map((file) => describeFile(outputFolder, file)));
  return lines.join('');
}

async function describeFile(folder: string, file: string): Promise<string> {
  const content = await readFile(join(folder, file));
  const gzippedBytes = gzipSync(content, { level: 9 }).length;
  return gzippedBytes < worthTellingBytes ? '' : `  ${file}  ${kilobytes(content.length)}, gzip ${kilobytes(gzippedBytes)}\n`;
}

/** @throws Error when the window's first script has outgrown its budget. */
export function checkBudgets({ script }: WorkbenchBuild): void {
  const bytes = gzipSync(script.code, { level: 9 }).length;
  if (bytes <= workbenchGzipBudgetBytes) return;
  throw new Error(`${script.fileName} weighs ${kilobytes(bytes)} gzip, more than its budget of ${kilobytes(workbenchGzipBudgetBytes)}`);
}
