import type { Writable } from 'node:stream';

/**
 * Holds back what is written to a stream until all that follows from the present event has been done, so that it leaves in one piece:
 * capnweb writes a call, the wish for its answer and the letting go of the former one by themselves, and each costs a system call.
 */
export function writeTogether(stream: Writable): void {
  if (stream.writableCorked > 0) return;
  stream.cork();
  // The tick comes after the promises that this event has settled, the microtask not.
  queueMicrotask(() => process.nextTick(() => stream.uncork()));
}
