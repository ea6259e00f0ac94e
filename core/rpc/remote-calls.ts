import { untilAborted } from '../async.ts';
import { ShellError } from '../errors.ts';
import { packFailure, packValue, unpackOutcome } from './call-outcome.ts';
import { PackedDataInvalid, packData, unpackData } from './packed-data.ts';

/**
 * One end's methods as the other end calls them: by service and name, with the number of the call (0 for one that nobody waits
 * for, nor cancels) and the packed list of its arguments. Resolves with a packed outcome, never rejects.
 *
 * Plain objects and functions, not capnweb's `RpcTarget`: telling one of those from everything else that can be sent makes Node
 * load its HTTP client, on either side.
 */
export type PackedMethod = (callId: number, args: string) => Promise<string>;
export type PackedMethods = Readonly<Record<string, Readonly<Record<string, PackedMethod>>>>;

/** Ends calls of the other side. Both ends have it beside their services. */
export const callsService = 'calls';

/** What a method of ours does. Runs at once, so that calls take effect in the order in which they were made. */
export type Method = (args: readonly unknown[], signal: AbortSignal) => unknown;
export type Methods = Readonly<Record<string, Readonly<Record<string, Method>>>>;

export interface MethodsOptions {
  /** Whether the other side may read the stacks and causes of errors. */
  readonly traced: boolean;
  /** Longest answer, in UTF-16 units. */
  readonly maximumLength: number;
  /** Calls that may be under way at once; more are refused. Default: as many as there are. */
  readonly maximumPending?: number;
  /** Told of what failed in calls that nobody waits for. */
  readonly onUnheard: (error: unknown, activity: string) => void;
  /** What the other side is told instead of an error. Default: the error itself. */
  readonly toPeer?: (error: unknown, activity: string) => unknown;
}

/** Of calls that nobody can cancel. */
const neverAborted = new AbortController().signal;

/** Answers the calls of the other end. */
export class OfferedMethods {
  /** What the other end may call. Services that are offered later appear in it. */
  readonly packed: PackedMethods;
  /** Number of calls so far, those included that nobody waits for. */
  count = 0;
  /** `performance.now()` of the last of them; 0 before the first. */
  lastCallAt = 0;
  private readonly pending = new Map<number, AbortController>();

  constructor(private readonly options: MethodsOptions) {
    const cancel: PackedMethod = async (callId) => {
      this.pending.get(callId)?.abort();
      return this.packValue(undefined);
    };
    this.packed = { [callsService]: { cancel } };
  }

  /** Adds a service to those that the other end may call. */
  offer(service: string, methods: Methods[string]): void {
    Object.assign(this.packed, { [service]: this.packService(service, methods) });
  }

  get pendingCount(): number {
    return this.pending.size;
  }

  /** Aborts all that is under way: whoever asked for it is gone. */
  abort(reason: Error): void {
    for (const controller of this.pending.values()) controller.abort(reason);
  }

  private packService(service: string, members: Readonly<Record<string, Method>>): Readonly<Record<string, PackedMethod>> {
    return Object.fromEntries(
      Object.entries(members).map(([name, method]) => [
        name,
        (callId: number, args: string) => this.answer(`${service}.${name}`, method, callId, args),
      ]),
    );
  }

  private async answer(activity: string, method: Method, callId: number, packedArgs: string): Promise<string> {
    const { traced, onUnheard, toPeer = (error: unknown) => error } = this.options;
    this.count += 1;
    this.lastCallAt = performance.now();
    try {
      const args = this.readArguments(packedArgs);
      if (callId > 0) return this.packValue(await this.run(method, args, callId));
      await method(args, neverAborted);
    } catch (error) {
      if (callId > 0) return packAnyFailure(toPeer(error, activity), traced);
      onUnheard(error, activity);
    }
    return this.packValue(undefined);
  }

  private async run(method: Method, args: readonly unknown[], callId: number): Promise<unknown> {
    const { maximumPending = Number.POSITIVE_INFINITY } = this.options;
    if (this.pending.size >= maximumPending || this.pending.has(callId))
      throw new ShellError('rpc.too-many-calls', { maximum: maximumPending });
    const controller = new AbortController();
    this.pending.set(callId, controller);
    try {
      return await method(args, controller.signal);
    } finally {
      this.pending.delete(callId);
    }
  }

  private packValue(value: unknown): string {
    return packValue(value, this.options.maximumLength);
  }

  private readArguments(packed: string): readonly unknown[] {
    const args = unpackData(packed);
    if (!Array.isArray(args)) throw new PackedDataInvalid('The arguments are no list');
    return args;
  }
}

/** A plugin's error may hold what can't be sent. */
function packAnyFailure(error: unknown, traced: boolean): string {
  try {
    return packFailure(error, { traced });
  } catch (failure) {
    return packFailure(failure, { traced });
  }
}

/** The other end's methods, as an RPC library shows them: each call has a result that can be awaited, and let go of. */
export type RemoteMethods = Readonly<Record<string, Readonly<Record<string, (callId: number, args: string) => RemoteOutcome>>>>;
export interface RemoteOutcome extends PromiseLike<string> {
  [Symbol.dispose](): void;
}

export interface RemoteCallsOptions {
  /** Longest list of arguments, in UTF-16 units. */
  readonly maximumLength: number;
  /** Number before that of the first call. Default 0. */
  readonly firstCallId?: number;
  /** What to throw for a call that the other end will never answer, or not with an outcome. */
  readonly describeBreak: (error: unknown) => unknown | Promise<unknown>;
}

/** Calls the methods of the other end. */
export class RemoteCalls {
  /** Number of calls so far, those included that nobody waits for. */
  count = 0;
  /** `performance.now()` of the last of them; 0 before the first. */
  lastCallAt = 0;
  private lastCallId: number;
  private pending = 0;

  constructor(
    private readonly remote: RemoteMethods,
    private readonly options: RemoteCallsOptions,
  ) {
    this.lastCallId = options.firstCallId ?? 0;
  }

  /** Calls under way. */
  get pendingCount(): number {
    return this.pending;
  }

  /**
   * Calls a method and resolves with its result. Cancelling rejects at once with the signal's reason, and tells the other end.
   * @throws ShellError `rpc.not-plain-data`, `rpc.too-large`, or what the method throws.
   */
  async call(service: string, method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const packed = packData(args, this.options.maximumLength);
    this.lastCallId += 1;
    this.noteCall();
    const callId = this.lastCallId;
    const cancel = () => this.letGo(callsService, 'cancel', callId, '');
    signal?.addEventListener('abort', cancel, { once: true });
    this.pending += 1;
    try {
      return unpackOutcome(await untilAborted(this.ask(service, method, callId, packed), signal));
    } catch (error) {
      throw error instanceof PackedDataInvalid ? await this.options.describeBreak(error) : error;
    } finally {
      this.pending -= 1;
      signal?.removeEventListener('abort', cancel);
    }
  }

  /**
   * Calls a method and waits for nothing. Calls arrive in the order in which they were made.
   * @throws ShellError `rpc.not-plain-data`, `rpc.too-large`.
   */
  send(service: string, method: string, args: readonly unknown[]): void {
    const packed = packData(args, this.options.maximumLength);
    this.noteCall();
    this.letGo(service, method, 0, packed);
  }

  private noteCall(): void {
    this.count += 1;
    this.lastCallAt = performance.now();
  }

  private async ask(service: string, method: string, callId: number, packed: string): Promise<string> {
    try {
      return await this.member(service, method)(callId, packed);
    } catch (error) {
      throw await this.options.describeBreak(error);
    }
  }

  private letGo(service: string, method: string, callId: number, packed: string): void {
    try {
      this.member(service, method)(callId, packed)[Symbol.dispose]();
    } catch {
      // The connection has ended: whoever waits for an answer hears of it.
    }
  }

  private member(service: string, method: string): (callId: number, args: string) => RemoteOutcome {
    return (this.remote[service] as RemoteMethods[string])[method] as (callId: number, args: string) => RemoteOutcome;
  }
}
