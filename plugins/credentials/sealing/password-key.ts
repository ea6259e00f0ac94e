import { argon2, randomBytes } from 'node:crypto';
import type { Secret } from 'boule-bleue';
import * as v from 'valibot';

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

/** Works out keys of passwords, at a cost that makes guessing slow: Argon2id (RFC 9106). */
export class PasswordKeys {
  constructor(private readonly cost: PasswordCost = recommendedCost) {}

  /** For a new password. */
  createParameters(): PasswordParameters {
    return { algorithm: 'argon2id', salt: randomBytes(16).toString('base64url'), ...this.cost };
  }

  /** Whether a new password would be given the same. */
  isCurrent({ memoryKib, passes, lanes }: PasswordParameters): boolean {
    return memoryKib === this.cost.memoryKib && passes === this.cost.passes && lanes === this.cost.lanes;
  }

  /** Two ways of writing one accent give one key: RFC 8265, section 4.2. */
  async derive(password: Secret, { algorithm, salt, memoryKib, passes, lanes }: PasswordParameters): Promise<Buffer> {
    const message = Buffer.from((await password.reveal()).normalize('NFC'));
    const parameters = {
      ...{ message, nonce: Buffer.from(salt, 'base64url'), tagLength: 32 },
      ...{ memory: memoryKib, passes, parallelism: lanes },
    };
    return new Promise((resolve, reject) => {
      argon2(algorithm, parameters, (error, key) => (error ? reject(error) : resolve(key)));
    });
  }
}

function boundedCount(maximum: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(maximum));
}
