import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

const lifetimeMs = 12 * 60 * 60 * 1000;
const maximumOutstanding = 16;

interface Outstanding {
  readonly digest: Buffer;
  readonly expiresAt: number;
}

/** The tokens that open a window: 256 random bits each, good for one use within twelve hours. */
export class OneTimeTokens {
  private outstanding: Outstanding[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Makes a token. Beyond sixteen unused ones the oldest dies. */
  issue(): string {
    const token = randomBytes(32).toString('base64url');
    this.outstanding.push({ digest: digest(token), expiresAt: this.now() + lifetimeMs });
    this.outstanding = this.outstanding.slice(-maximumOutstanding);
    return token;
  }

  /** Whether the token is good; it is not from then on. All are compared, in constant time. */
  redeem(token: string): boolean {
    const candidate = digest(token);
    let found: Outstanding | undefined;
    for (const entry of this.outstanding) {
      if (timingSafeEqual(entry.digest, candidate)) found = entry;
    }
    if (!found) return false;
    this.outstanding = this.outstanding.filter((entry) => entry !== found);
    return found.expiresAt > this.now();
  }
}

function digest(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
