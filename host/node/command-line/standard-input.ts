import { UsageError } from './usage-error.ts';

/** Asks for standard input in the place of a value. Other users of a machine can read a program's arguments, but not what it is fed. */
export const fromStandardInput = '-';

const maximumBytes = 1024 * 1024;

/**
 * All that is on standard input, as text, without what ends its last line.
 * @throws UsageError when it is longer than 1 MB, or no UTF-8.
 */
export async function readStandardInput(input: AsyncIterable<Buffer> = process.stdin): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maximumBytes) throw new UsageError('cli.usage.input-too-long');
  }
  return decode(Buffer.concat(chunks)).replace(/\r?\n$/, '');
}

/** A byte order mark, which PowerShell puts before what it hands on, is no part of the text. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError('cli.usage.input-not-text');
  }
}
