import { spawn } from 'node:child_process';

/** The platform's program that opens an address; none of them is a shell. */
function opener(url: string): readonly [string, ...string[]] {
  if (process.platform === 'darwin') return ['open', url];
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}

/** Opens an address in the user's browser. Resolves with an error when there is no program for it; whether it works is its own affair. */
export async function openBrowser(url: string): Promise<Error | undefined> {
  const [program, ...args] = opener(url);
  const child = spawn(program, args, { detached: true, stdio: 'ignore', windowsHide: true });
  return new Promise((resolve) => {
    child.once('error', resolve);
    child.once('spawn', () => {
      child.unref();
      resolve(undefined);
    });
  });
}
