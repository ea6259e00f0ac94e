import { maximumGuestLength } from './packed-data.ts';

/** A message that no plugin process of ours sends. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}

/** Calls that were made and not let go of. Each costs the receiver memory until then. */
const maximumOpenCalls = 20_000;
const maximumNameLength = 64;

/**
 * Lets only those messages of capnweb's protocol through that a plugin process needs: calls of a method by service and name with a
 * number and a text, answers that are texts, and the keeping of books about them. The rest of what capnweb understands (streams,
 * requests, functions, remote `map`, stubs that are handed on) is of no use here and would only be surface.
 *
 * Whatever is let through is built anew, so that nothing else comes along.
 */
export class MessageScreen {
  private openCalls = 0;

  /** The message as it may go on. @throws MessageRefused. */
  admit(message: unknown): unknown {
    if (!Array.isArray(message)) throw new MessageRefused('It is no list');
    const [kind, first, second] = message;
    switch (kind) {
      case 'push':
        return this.admitCall(first);
      case 'pull':
        return ['pull', requireId(first)];
      case 'release':
        this.openCalls -= 1;
        return ['release', requireId(first), requireId(second)];
      case 'resolve':
        return ['resolve', requireId(first), requireText(second)];
      case 'reject':
        // Our own side never rejects: failures are texts as well.
        return ['reject', requireId(first), ['error', 'Error', 'The plugin process refused the call']];
      case 'abort':
        return ['abort', ['error', 'Error', 'The plugin process ended the connection']];
      default:
        throw new MessageRefused('It is of no known kind');
    }
  }

  private admitCall(call: unknown): unknown {
    this.openCalls += 1;
    if (this.openCalls > maximumOpenCalls) throw new MessageRefused('Too many calls were not let go of');
    if (!Array.isArray(call) || call.length !== 4) throw new MessageRefused('It is no call');
    const [kind, target, path, args] = call;
    if (kind !== 'pipeline' || target !== 0) throw new MessageRefused('It calls something else than a service');
    if (!Array.isArray(path) || path.length !== 2 || !path.every(isName)) throw new MessageRefused('It names no method');
    if (!Array.isArray(args) || args.length !== 2) throw new MessageRefused('It has other arguments than a call');
    return ['push', ['pipeline', 0, [...path], [requireCallId(args[0]), requireText(args[1])]]];
  }
}

function isName(name: unknown): name is string {
  return typeof name === 'string' && name.length <= maximumNameLength;
}

/** 0 is the main object of either side, which is nobody's to answer or let go of. */
function requireId(id: unknown): number {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id;
  throw new MessageRefused('It names no call');
}

function requireCallId(id: unknown): number {
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return id;
  throw new MessageRefused('Its call has no number');
}

function requireText(text: unknown): string {
  if (typeof text === 'string' && text.length <= maximumGuestLength) return text;
  throw new MessageRefused('It carries something else than text of limited length');
}
