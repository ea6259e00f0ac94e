import { ShellError } from '../../../core/errors.ts';

/** A regular file or a folder of an archive. */
export interface TarEntry {
  /** As the archive gives it, without the slash at a folder's end. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** Shares its memory with the archive. Empty for folders. */
  readonly content: Uint8Array;
}

export interface TarOptions {
  /** Names the archive in errors. */
  readonly source: string;
  readonly maximumEntries: number;
}

interface Header {
  readonly path: string;
  readonly type: string;
  readonly size: number;
}

/** What a pax or GNU header says of the entry that follows it. */
interface Announcement {
  readonly path?: string;
  readonly size?: number;
}

const blockSize = 512;
/** A path, some times and a comment: more is no package's. */
const maximumExtensionBytes = 65_536;

/**
 * Reads a tar archive as npm, GNU tar and bsdtar write them (POSIX.1-2017 pax, ustar, GNU long names). Knows regular files and folders;
 * whatever else an archive can hold is refused, and so is all that two readers could understand differently. Takes time in
 * proportion to the number of entries, and no memory.
 *
 * @throws ShellError `package.archive-invalid`, `package.entry-forbidden`, `package.too-large`.
 */
export function readTar(archive: Uint8Array, options: TarOptions): readonly TarEntry[] {
  return new TarReader(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength), options).read();
}

class TarReader {
  private offset = 0;
  private readonly entries: TarEntry[] = [];

  constructor(
    private readonly archive: Buffer,
    private readonly options: TarOptions,
  ) {}

  read(): readonly TarEntry[] {
    let announced: Announcement | undefined;
    for (;;) {
      const block = this.take(blockSize);
      if (isEmpty(block)) {
        if (announced) throw this.invalid('announces an entry that does not follow');
        return this.entries;
      }
      const header = this.readHeader(block, announced?.size);
      if (!isExtension(header.type)) {
        this.add({ ...header, ...(announced?.path !== undefined && { path: announced.path }) });
        announced = undefined;
        continue;
      }
      const found = this.readExtension(header);
      if (found && announced) throw this.invalid('announces an entry twice');
      announced = found ?? announced;
    }
  }

  private add({ path, type, size }: Header): void {
    // Archives from before POSIX mark folders by their name alone.
    const isFolder = type === '5' || (type === '\0' && path.endsWith('/'));
    if (!isFolder && type !== '0' && type !== '\0')
      throw new ShellError('package.entry-forbidden', { path: path.slice(0, 80), kind: kinds[type] ?? 'other' });
    if (this.entries.length === this.options.maximumEntries)
      throw new ShellError('package.too-large', { source: this.options.source, limit: 'entries' });
    if (isFolder && size > 0) throw this.invalid('gives a folder a content');
    const content = this.takeContent(size);
    this.entries.push({ path: isFolder ? path.replace(/\/$/, '') : path, kind: isFolder ? 'folder' : 'file', content });
  }

  private readHeader(block: Buffer, announcedSize: number | undefined): Header {
    if (checksumOf(block) !== this.readNumber(block, 148, 8)) throw this.invalid('has a header with a wrong checksum');
    const isPosix = block.toString('latin1', 257, 263) === 'ustar\0';
    const name = this.readText(block, 0, 100);
    const prefix = isPosix ? this.readText(block, 345, 155) : '';
    const size = announcedSize ?? this.readNumber(block, 124, 12);
    return { path: prefix ? `${prefix}/${name}` : name, type: String.fromCharCode(block[156] ?? 0), size };
  }

  private readExtension({ type, size }: Header): Announcement | undefined {
    if (size > maximumExtensionBytes) throw this.invalid('has a header that is too long');
    const content = this.takeContent(size);
    if (type === 'L') return { path: this.readText(content, 0, content.length) };
    const records = this.readRecords(content);
    if (type === 'x') return this.toAnnouncement(records);
    // A global header speaks of all that follow, which nobody expects of a path or a size.
    if (['path', 'size', 'linkpath'].some((key) => records.has(key))) throw this.invalid('has a global header that names files');
    return undefined;
  }

  private toAnnouncement(records: ReadonlyMap<string, string>): Announcement {
    const size = records.get('size');
    const path = records.get('path');
    if (size !== undefined && !/^\d{1,12}$/.test(size)) throw this.invalid('has a header with a wrong size');
    if ([...records.keys()].some((key) => key.startsWith('GNU.sparse.'))) throw this.invalid('holds a sparse file');
    return { ...(path !== undefined && { path }), ...(size !== undefined && { size: Number(size) }) };
  }

  /** Records of a pax header: `<length> <key>=<value>\n`, the length counting itself. */
  private readRecords(content: Buffer): ReadonlyMap<string, string> {
    const records = new Map<string, string>();
    for (let start = 0; start < content.length; ) {
      const digits = /^[1-9]\d{0,5} /.exec(content.toString('latin1', start, start + 7))?.[0] ?? '';
      const end = start + Number(digits);
      const record = this.decode(content.subarray(start + digits.length, end));
      const equals = record.indexOf('=');
      if (digits === '' || end > content.length || equals < 1 || !record.endsWith('\n')) throw this.invalid('has a header that is damaged');
      const key = record.slice(0, equals);
      if (records.has(key)) throw this.invalid('has a header that says a thing twice');
      records.set(key, record.slice(equals + 1, -1));
      start = end;
    }
    return records;
  }

  /** Octal digits between spaces and zeros. The base-256 form is for sizes beyond any limit of ours. */
  private readNumber(block: Buffer, start: number, length: number): number {
    const text = block.toString('latin1', start, start + length);
    const digits = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1];
    if (digits === undefined) throw this.invalid('has a header with a wrong number');
    return Number.parseInt(digits, 8);
  }

  private readText(block: Buffer, start: number, length: number): string {
    const field = block.subarray(start, start + length);
    const end = field.indexOf(0);
    return this.decode(end < 0 ? field : field.subarray(0, end));
  }

  private decode(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.invalid('has a name that is no UTF-8');
    }
  }

  private takeContent(size: number): Buffer {
    const content = this.take(size);
    this.take((blockSize - (size % blockSize)) % blockSize);
    return content;
  }

  private take(length: number): Buffer {
    if (length > this.archive.length - this.offset) throw this.invalid('ends too early');
    const start = this.offset;
    this.offset += length;
    return this.archive.subarray(start, this.offset);
  }

  private invalid(problem: string): ShellError {
    return new ShellError('package.archive-invalid', { source: this.options.source, problem });
  }
}

/** The sentence of `package.entry-forbidden` has a word for each. */
const kinds: Readonly<Record<string, string>> = { 1: 'link', 2: 'link', K: 'link', 3: 'device', 4: 'device', 6: 'pipe' };

function isExtension(type: string): boolean {
  return type === 'x' || type === 'g' || type === 'L';
}

function isEmpty(block: Buffer): boolean {
  return block.every((byte) => byte === 0);
}

/** The sum of all bytes, where those of the checksum itself count as spaces. */
function checksumOf(block: Buffer): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 32 : byte), 0);
}
