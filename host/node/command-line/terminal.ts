import { exitCode } from './exit-code.ts';

/** Where the command line writes: results to stdout, everything else to stderr, a line a call. Control characters are left out. */
export interface Terminal {
  result(line: string): void;
  tell(line: string): void;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${withoutControls(line)}\n`),
  tell: (line) => void process.stderr.write(`${withoutControls(line)}\n`),
};

/**
 * Keeps the process alive, and quiet, when nobody reads what it writes any more. A reader that leaves early, as `head`
 * does, has what it wanted; results that could not be written for another reason are a failure.
 */
export function outliveReaders(): void {
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    process.once('exit', () => {
      process.exitCode = exitCode.failed;
    });
  });
  // Whoever could be told would be told there.
  process.stderr.on('error', () => {});
}

/** What servers, certificates and manifests say is part of some lines, and a terminal obeys what it is told in escape sequences. */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '');
}
