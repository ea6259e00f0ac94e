/** Where the command line writes: results to stdout, everything else to stderr, a line a call. Control characters are left out. */
export interface Terminal {
  result(line: string): void;
  tell(line: string): void;
}

export const processTerminal: Terminal = {
  result: (line) => void process.stdout.write(`${withoutControls(line)}\n`),
  tell: (line) => void process.stderr.write(`${withoutControls(line)}\n`),
};

/** What servers, certificates and manifests say is part of some lines, and a terminal obeys what it is told in escape sequences. */
export function withoutControls(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '');
}
