import type { FilePart } from '../../../core/protocol/window-protocol.ts';

/** A file on its way from a window, piece by piece, in memory only. */
export class IncomingFile {
  private readonly pieces: Buffer[] = [];
  private sizeBytes = 0;

  constructor(private readonly maximumBytes: number) {}

  /** Takes the next piece; piece 0 begins anew. Whether it was the next, and the whole not yet too large. */
  add({ index, base64 }: FilePart): boolean {
    if (index === 0) this.clear();
    const piece = Buffer.from(base64, 'base64');
    if (index !== this.pieces.length || this.sizeBytes + piece.length > this.maximumBytes) return false;
    this.pieces.push(piece);
    this.sizeBytes += piece.length;
    return true;
  }

  /** The whole file, if that is what arrived. */
  take(sizeBytes: number): Buffer | undefined {
    const bytes = this.sizeBytes === sizeBytes ? Buffer.concat(this.pieces) : undefined;
    this.clear();
    return bytes;
  }

  private clear(): void {
    this.pieces.length = 0;
    this.sizeBytes = 0;
  }
}
