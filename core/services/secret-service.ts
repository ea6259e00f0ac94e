import type { Secret } from '../secret.ts';

/**
 * Keeps values sealed (AES-256-GCM) for this plugin alone: no plugin can see or name another's.
 * Needs the permission `secrets`.
 */
export abstract class SecretService {
  static readonly serviceId = 'secrets';
  static readonly permission = 'secrets';

  /**
   * The value kept under a name, or `undefined` where there is none.
   * @throws ShellError `secret.unreadable` when it can no longer be unsealed: it has to be typed again.
   */
  abstract get(name: string): Promise<Secret | undefined>;

  /** Seals and keeps a value, replacing the former one. Durable once resolved. */
  abstract set(name: string, value: Secret): Promise<void>;

  /** Forgets a value. Does nothing where there is none. */
  abstract delete(name: string): Promise<void>;

  /** The names in use, without their values, sorted. */
  abstract list(): Promise<readonly string[]>;
}
