import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readBody } from './read-body.ts';

const never = new AbortController().signal;
const cut = { maximumBytes: 65_536, whenLonger: 'cut' } as const;
const fail = { maximumBytes: 65_536, whenLonger: 'fail' } as const;

/** The same piece again and again, as often as it is wanted. */
function endless(piece: Buffer): Readable & { readonly sentBytes: () => number } {
  let sent = 0;
  function* pieces() {
    for (;;) {
      sent += piece.length;
      yield piece;
    }
  }
  return Object.assign(Readable.from(pieces(), { highWaterMark: 1 }), { sentBytes: () => sent });
}

function text({ body }: { body: Buffer }): string {
  return body.toString('utf8');
}

/** A body of which `part` has come and nothing more does. */
function stuck(part: string): PassThrough {
  const stream = new PassThrough();
  stream.write(part);
  return stream;
}

describe('a body that is evidence', () => {
  test('is whole where it ends within its limits', async () => {
    expect(await readBody(Readable.from([Buffer.from('bon'), Buffer.from('jour')]), undefined, cut, never)).toEqual({
      body: Buffer.from('bonjour'),
      isWhole: true,
    });
  });

  test('is kept as far as it came where it stops coming', async () => {
    const read = await readBody(stuck('bon'), undefined, { ...cut, bodyTimeoutMs: 20 }, never);
    expect([text(read), read.isWhole]).toEqual(['bon', false]);
  });

  test('is kept as far as it came when the time for the whole is over', async () => {
    const read = await readBody(stuck('bon'), undefined, cut, AbortSignal.timeout(20));
    expect([text(read), read.isWhole]).toEqual(['bon', false]);
  });

  test('is kept as far as it came where the connection breaks off', async () => {
    const stream = stuck('bon');
    setImmediate(() => stream.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' })));
    const read = await readBody(stream, undefined, cut, never);
    expect([text(read), read.isWhole]).toEqual(['bon', false]);
  });

  test('is nothing to whoever gives up', async () => {
    const controller = new AbortController();
    const reading = readBody(stuck('bon'), undefined, cut, controller.signal);
    controller.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  test('is empty where it isn’t compressed as it says', async () => {
    const read = await readBody(Readable.from([Buffer.from('not gzip')]), 'gzip', cut, never);
    expect([text(read), read.isWhole]).toEqual(['', false]);
  });

  test('is no cover for a bug', async () => {
    const stream = new PassThrough();
    setImmediate(() => stream.destroy(new TypeError('a bug')));
    await expect(readBody(stream, undefined, cut, never)).rejects.toThrow(TypeError);
  });
});

describe('a body is read no further than its limit', () => {
  test('after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(1_048_576));
    const traffic = { sentBytes: 0, receivedBytes: 0 };
    const read = await readBody(endless(bomb), 'gzip', { ...cut, traffic }, never);
    expect([read.body.length, read.isWhole]).toEqual([65_536, false]);
    expect(traffic.receivedBytes).toBeLessThan(200_000);
  });

  test('before decompression, where what is received never unpacks to anything', async () => {
    const nothing = endless(Buffer.concat(Array.from({ length: 50 }, () => gzipSync(''))));
    const read = await readBody(nothing, 'gzip', cut, never);
    expect([read.body.length, read.isWhole]).toEqual([0, false]);
    expect(nothing.sentBytes()).toBeLessThan(200_000);
  });

  test('which is a failure where all of it is wanted', async () => {
    const tooLong = { reason: 'bad-answer', detail: 'the answer is longer than 65536 bytes' };
    await expect(readBody(endless(Buffer.alloc(1_000)), undefined, fail, never)).rejects.toMatchObject(tooLong);
    await expect(readBody(endless(gzipSync('')), 'gzip', fail, never)).rejects.toMatchObject(tooLong);
  });

  test('which counts nothing against what can’t be compressed', async () => {
    const random = crypto.getRandomValues(Buffer.alloc(65_536));
    const read = await readBody(Readable.from([gzipSync(random)]), 'gzip', fail, never);
    expect(read).toEqual({ body: random, isWhole: true });
  });
});
