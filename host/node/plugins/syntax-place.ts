import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { join, normalize } from 'node:path';

/** For one module. */
const checkTimeoutMs = 5_000;
/** Folders that hold more are not searched to their end. */
const maximumModules = 50;

/**
 * Where the syntax error is that a plugin could not be loaded for: Node keeps its place from whoever catches the error. So Node is
 * asked to read the modules again without running them, the main one first.
 *
 * @returns `file:line:column`, or `undefined` where no module has this error any more.
 */
export async function findSyntaxError(folder: string, main: string, message: string): Promise<string | undefined> {
  for (const path of await modulesOf(folder, normalize(main))) {
    const position = positionIn(await checkModule(join(folder, path)), message);
    if (position !== undefined) return `${path.replaceAll('\\', '/')}:${position}`;
  }
  return undefined;
}

async function modulesOf(folder: string, main: string): Promise<readonly string[]> {
  const paths = new Set([main]);
  const exclude = (name: string) => /(^|[\\/])(node_modules$|\.)/.test(name);
  for await (const path of glob('**/*.{js,mjs}', { cwd: folder, exclude })) {
    if (paths.size >= maximumModules) break;
    paths.add(path);
  }
  return [...paths];
}

/** What Node says of a module, empty when it is sound. */
function checkModule(file: string): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: {}, timeout: checkTimeoutMs, windowsHide: true };
    execFile(process.execPath, ['--check', file], options, (_error, _output, problem) => resolve(problem));
  });
}

/** Node writes `file:line`, the line itself, and a mark below the column. */
function positionIn(problem: string, message: string): string | undefined {
  if (!problem.includes(`SyntaxError: ${message}`)) return undefined;
  const [first = '', , mark = ''] = problem.split(/\r?\n/);
  const line = /:(\d+)$/.exec(first)?.[1];
  return line && (mark.includes('^') ? `${line}:${mark.indexOf('^') + 1}` : line);
}
