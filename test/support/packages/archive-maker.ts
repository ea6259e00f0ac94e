import { gzipSync } from 'node:zlib';

/** One entry of an archive, as honest or hostile as a test wants it. */
export interface ArchiveEntry {
  readonly path: string;
  readonly content?: string | Uint8Array;
  /** Default: `5` for a path that ends with a slash, else `0`. */
  readonly type?: string;
  readonly linkTarget?: string;
  readonly mode?: number;
  /** Claimed in place of the content's. */
  readonly size?: number;
  /** Written in place of the right one. */
  readonly checksum?: number;
}

const blockSize = 512;

/** A ustar archive of exactly these entries, in this order. */
export function makeTar(entries: readonly ArchiveEntry[], { hasEnd = true } = {}): Buffer {
  const end = hasEnd ? [Buffer.alloc(2 * blockSize)] : [];
  return Buffer.concat([...entries.flatMap(toBlocks), ...end]);
}

export function makeArchive(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(makeTar(entries));
}

/** The archive that `npm pack` would make of some files. Objects become JSON. */
export function packFiles(files: Readonly<Record<string, string | Uint8Array | object>>): Buffer {
  return makeArchive(
    Object.entries(files).map(([path, content]) => ({
      path: `package/${path}`,
      content: typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content),
    })),
  );
}

/** A pax header that says these things of the entry after it. */
export function paxEntry(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): ArchiveEntry {
  return { path: 'PaxHeader', type, content: Object.entries(records).map(toRecord).join('') };
}

function toRecord([key, value]: readonly [string, string]): string {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (Buffer.byteLength(String(length) + rest) !== length) length = Buffer.byteLength(String(length) + rest);
  return String(length) + rest;
}

function toBlocks({ path, content = '', type, linkTarget = '', mode = 0o644, size, checksum }: ArchiveEntry): Buffer[] {
  const body = Buffer.from(content as string);
  const header = Buffer.alloc(blockSize);
  header.write(path, 0, 100);
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${(size ?? body.length).toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write(type ?? (path.endsWith('/') ? '5' : '0'), 156, 1, 'latin1');
  header.write(linkTarget, 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  header.fill(' ', 148, 156);
  const sum = checksum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((blockSize - (body.length % blockSize)) % blockSize);
  return [header, body, padding];
}
