import { exitCode } from './exit-code.ts';

/** Where the command line writes: results to stdout, everything else to stderr, a line a call. Control characters are left out. */
export interface Terminal {
  result(line: string): void;
  tell(line: string): void;
  /** Whether what is told is read as it comes. */
  readonly isWatched: boolean;
  /** Whether somebody is there to answer. */
  readonly canAsk: boolean;
  /** What somebody types in answer, a line; empty when nobody does any more. Rejects when the signal aborts. */
  ask(question: string, signal: AbortSignal): Promise<string>;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${withoutControls(line)}\n`),
  tell: (line) => void process.stderr.write(`${withoutControls(line)}\n`),
  get isWatched() {
    return process.stderr.isTTY === true;
  },
  get canAsk() {
    return process.stdin.isTTY === true && process.stderr.isTTY === true;
  },
  ask: askOnTerminal,
};

/** On stderr, since results alone go to stdout. */
async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline');
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const leaveLine = () => void process.stderr.write('\n');
  const interrupt = () => {
    leaveLine();
    reject(signal.reason);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  // In a terminal that is asked, an interruption is a key and no signal.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  lines.once('close', () => {
    leaveLine();
    resolve('');
  });
  lines.question(`${withoutControls(question)} `, (answer) => {
    lines.removeAllListeners('close');
    resolve(answer);
  });
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', interrupt);
    lines.removeAllListeners('close');
    lines.close();
  }
}

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

/**
 * What servers, certificates and manifests say is part of some lines: a terminal obeys what it is told in escape sequences, and lets
 * overrides of the writing direction turn a line around.
 */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '');
}
