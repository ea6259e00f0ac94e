/** Where the command line writes: results to stdout, everything else to stderr, a line a call. */
export interface Terminal {
  result(line: string): void;
  tell(line: string): void;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${line}\n`),
  tell: (line) => void process.stderr.write(`${line}\n`),
};
