import { pipeline, type Readable, type Transform } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { classifyFailure } from '../classify-failure.ts';
import { untilAborted, within } from '../deadline.ts';
import { NetworkFailure } from '../network-failure.ts';

/** What a request moved so far. Filled in while it goes on, so that a failed one tells too. */
export interface Traffic {
  sentBytes: number;
  /** After decompression. */
  receivedBytes: number;
}

export interface BodyLimits {
  /** Of the answer's body, after decompression. What came before it is bounded alike: little may hold much, and much may hold nothing. */
  readonly maximumBytes: number;
  /**
   * What happens to a longer one. With `cut` the body is evidence and no more: the answer stands once its head has come, and a body that
   * is too long, drips, breaks off, is cut short or badly compressed is kept as far as it came. With `fail` each of these is a failure.
   */
  readonly whenLonger: 'fail' | 'cut';
  /** How long the body is waited for once the head has come. Default: as long as the whole may take. */
  readonly bodyTimeoutMs?: number;
  readonly traffic?: Traffic;
}

export interface ReadBody {
  readonly body: Buffer;
  /** Whether it ended as it should, within its limits. */
  readonly isWhole: boolean;
}

/** Reads no more than is wanted. @throws what the stream or the decompressor throws, `bad-answer`, `timeout` or the signal's reason. */
export async function readBody(body: Readable, encoding: string | undefined, limits: BodyLimits, signal: AbortSignal): Promise<ReadBody> {
  const { maximumBytes, whenLonger, bodyTimeoutMs } = limits;
  const chunks: Buffer[] = [];
  const finish = (isWhole: boolean) => ({ body: Buffer.concat(chunks).subarray(0, maximumBytes), isWhole });
  const collecting = collect(body, encoding, limits, chunks);
  try {
    await within(bodyTimeoutMs, signal, (bounded) => untilAborted(collecting, bounded));
    return finish(true);
  } catch (error) {
    // Whoever gives up, or may no longer ask, gets nothing; whose time is over gets what came.
    if (whenLonger === 'fail' || (signal.aborted && signal.reason?.name !== 'TimeoutError')) throw error;
    if (classifyFailure(error) === undefined) throw error;
    return finish(false);
  }
}

async function collect(body: Readable, encoding: string | undefined, limits: BodyLimits, chunks: Buffer[]): Promise<void> {
  const { maximumBytes, traffic } = limits;
  const decompressor = decompressorFor(encoding);
  // What can't be compressed grows a little when it is.
  const received = new Head(body, maximumBytes + maximumBytes / 64 + 1_024);
  // Whatever goes wrong destroys the decompressor too, and so comes out below.
  const stream = decompressor === undefined ? body : pipeline(received.read(), decompressor, () => undefined);
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (traffic) traffic.receivedBytes = length;
    if (length > maximumBytes) throw tooLong(maximumBytes);
  }
  if (received.isCut) throw tooLong(maximumBytes);
}

/** The beginning of a stream. */
class Head {
  /** Whether there was more. */
  isCut = false;

  constructor(
    private readonly stream: Readable,
    private readonly maximumBytes: number,
  ) {}

  async *read(): AsyncIterable<Buffer> {
    let length = 0;
    for await (const chunk of this.stream) {
      length += (chunk as Buffer).length;
      this.isCut = length > this.maximumBytes;
      if (this.isCut) return;
      yield chunk as Buffer;
    }
  }
}

function tooLong(maximumBytes: number): NetworkFailure {
  return new NetworkFailure('bad-answer', { detail: `the answer is longer than ${maximumBytes} bytes` });
}

/** Lenient at the end, as browsers are: whether all has come is HTTP's to tell, and answers without a body may name an encoding. */
function decompressorFor(encoding: string | undefined): Transform | undefined {
  switch (encoding?.toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'deflate':
      return createInflate({ finishFlush: constants.Z_SYNC_FLUSH });
    case 'br':
      return createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH });
    default:
      return undefined;
  }
}
