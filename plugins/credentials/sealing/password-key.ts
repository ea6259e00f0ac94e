import { argon2, randomBytes } from 'node:crypto';
import type { Secret } from 'boule-bleue';
import * as v from 'valibot';
import { SerialQueue } from '../serial-queue.ts';

/** What a key is worked out of a password with. Stored beside what the key seals. */
export interface PasswordParameters {
  readonly algorithm: 'argon2id';
  /** 16 bytes, as base64url. */
  readonly salt: string;
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** RFC 9106, section 4, second recommended option: for machines that have less than 2 GiB to spare. */
export const recommendedCost: PasswordCost = { memoryKib: 64 * 1024, passes: 3, lanes: 4 };

// A row that was tampered with must not make the host take gigabytes, nor minutes.
const maximumCost: PasswordCost = { memoryKib: 256 * 1024, passes: 10, lanes: 16 };

export const passwordParametersSchema = v.object({
  algorithm: v.literal('argon2id'),
  salt: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  memoryKib: boundedCount(maximumCost.memoryKib),
  passes: boundedCount(maximumCost.passes),
  lanes: boundedCount(maximumCost.lanes),
});

/**
 * One key at a time in the whole process: each takes its memory, and a thread that files, digests and names of hosts wait for too. What is being
 * worked out can't be interrupted, so whoever is activated anew waits until what was begun before has ended.
 */
const turns = new SerialQueue();

/** Works out keys of passwords, at a cost that makes guessing slow: Argon2id (RFC 9106). */
export class PasswordKeys {
  private readonly ending = new AbortController();

  constructor(private readonly cost: PasswordCost = recommendedCost) {}

  /** For a new password. */
  createParameters(): PasswordParameters {
    return { algorithm: 'argon2id', salt: randomBytes(16).toString('base64url'), ...this.cost };
  }

  /** Whether a new password would be given the same. */
  isCurrent({ memoryKib, passes, lanes }: PasswordParameters): boolean {
    return memoryKib === this.cost.memoryKib && passes === this.cost.passes && lanes === this.cost.lanes;
  }

  /** Two ways of writing one accent give one key: RFC 8265, section 4.2. @throws an `AbortError` once disposed of. */
  async derive(password: Secret, parameters: PasswordParameters): Promise<Buffer> {
    const message = Buffer.from((await password.reveal()).normalize('NFC'));
    this.ending.signal.throwIfAborted();
    return inTurn(message, parameters, this.ending.signal);
  }

  /** Nobody gets a key any more: what waits for its turn is not begun. */
  dispose(): void {
    this.ending.abort();
  }
}

function inTurn(message: Buffer, parameters: PasswordParameters, signal: AbortSignal): Promise<Buffer> {
  // Let go of when nobody waits any more: neither queue nor work under way may hold a plugin that is gone.
  let waiting: PromiseWithResolvers<Buffer> | undefined = Promise.withResolvers<Buffer>();
  const { promise } = waiting;
  const leave = () => {
    waiting?.reject(signal.reason);
    waiting = undefined;
  };
  signal.addEventListener('abort', leave, { once: true });
  turns
    .run(async () => waiting && workOut(message, parameters))
    .then((key) => key && waiting?.resolve(key))
    .catch((error) => waiting?.reject(error))
    .finally(() => signal.removeEventListener('abort', leave));
  return promise;
}

function workOut(message: Buffer, { algorithm, salt, memoryKib: memory, passes, lanes: parallelism }: PasswordParameters): Promise<Buffer> {
  const parameters = { message, nonce: Buffer.from(salt, 'base64url'), tagLength: 32, memory, passes, parallelism };
  return new Promise((resolve, reject) => {
    argon2(algorithm, parameters, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function boundedCount(maximum: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maximum));
}
