const redacted = '[secret]';

let readValue: (secret: Secret) => string;

/**
 * A value that must never be read by accident: it redacts itself in strings, JSON,
 * logs, errors and inspection. Only {@link Secret.reveal} gives the value away, so
 * that every place where a secret is used can be found by its name.
 */
export class Secret {
  readonly #value: string;

  static {
    readValue = (secret) => secret.#value;
  }

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. Hand it to its purpose at once; never store or log what this returns. */
  async reveal(): Promise<string> {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  get [Symbol.toStringTag](): string {
    return 'Secret';
  }

  /** What Node's `util.inspect`, and so `console` and crash dumps, print. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return redacted;
  }
}

/** The value, at once, for the codec that carries secrets between processes. Everyone else waits for {@link Secret.reveal}. */
export function revealForTransport(secret: Secret): string {
  return readValue(secret);
}
