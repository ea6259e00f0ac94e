import type { Message } from '../../../core/message.ts';
import { type FileDialogItem, type FilePart, filePartBytes } from '../../../core/protocol/window-protocol.ts';

/** Why a file can't be the answer, or `undefined`. */
export function fileProblem(
  { name, size }: Pick<File, 'name' | 'size'>,
  { accept, maximumBytes }: FileDialogItem & { kind: 'file' },
  describe: (bytes: number) => string,
): Message | undefined {
  if (accept.length > 0 && !accept.some((ending) => name.toLowerCase().endsWith(ending))) {
    return { key: 'workbench.file.wrong-ending', args: { endings: accept.join(', ') } };
  }
  if (size <= maximumBytes) return undefined;
  return { key: 'workbench.file.too-large', args: { size: describe(size), maximum: describe(maximumBytes) } };
}

/** Sends a file piece by piece, each once the one before has arrived. @throws what reading or sending throws, or the signal's reason. */
export async function sendFile(file: Blob, send: (part: FilePart) => Promise<void>, signal: AbortSignal): Promise<void> {
  const count = Math.max(1, Math.ceil(file.size / filePartBytes));
  for (let index = 0; index < count; index++) {
    signal.throwIfAborted();
    await send({ index, base64: await readAsBase64(file.slice(index * filePartBytes, (index + 1) * filePartBytes)) });
  }
}

/** In the reader's language: `12 Ko`, `3.4 MB`. */
export function describeBytes(count: number, language: string): string {
  const [value, unit] = count < 1024 * 1024 ? [count / 1024, 'kilobyte'] : [count / 1024 / 1024, 'megabyte'];
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(value);
}

function readAsBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(blob);
  });
}
