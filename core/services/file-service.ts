import type { Message } from '../message.ts';

export interface FilePickOptions {
  /** Title of the dialog: what the file is for. */
  readonly title: Message;
  /** Endings that a file's name may have, with their dot: `.csv`. At most 20. Default: any. */
  readonly accept?: readonly string[];
  /** Larger files are refused in the dialog. Default, and at most, 4 194 304. */
  readonly maximumBytes?: number;
  /**
   * `text` (default): read as UTF-8, without byte order mark, or as Windows-1252 where it is no UTF-8, as files of older office
   * programs are. `base64`: its bytes.
   */
  readonly content?: 'text' | 'base64';
}

/** A file that the user picked, as it was then. Where it lies is not told. */
export interface PickedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Text or base64, as was asked for. */
  readonly content: string;
}

export interface OfferedFile {
  /** Proposed name, without folder. Ends with `.txt`, `.csv`, `.tsv`, `.json`, `.xml`, `.md`, `.log`, `.ics`, `.vcf` or `.dsn`. */
  readonly name: string;
  /** At most 4 194 304 bytes as UTF-8. */
  readonly text: string;
}

/**
 * Files by the hand of the user, in the window used last: one at a time, and nothing that was not picked. Needs the permission `files`.
 * Where no window is open every method rejects with ShellError `dialog.no-window`.
 */
export abstract class FileService {
  static readonly serviceId = 'files';
  static readonly permission = 'files';

  /**
   * Asks the user for one file, and reads it. `undefined` when the user closed the dialog.
   * @throws ShellError `file.request-invalid`.
   */
  abstract pick(options: FilePickOptions): Promise<PickedFile | undefined>;

  /**
   * Offers the user a file to save. Whether the user took it; where it was put is not told.
   * @throws ShellError `file.request-invalid`.
   */
  abstract offer(file: OfferedFile): Promise<boolean>;
}
