import { type Event, EventEmitter } from 'boule-bleue';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { CredentialFingerprint } from './credential-fingerprint.ts';
import { savedEntry, type VerificationResult } from './verification.ts';

/** The last « Vérifications » of an account, as its panel shows them. */
export type Verification = VerificationResult & {
  /** In ms since 1970. */
  readonly at: number;
};

type ShownVerification = Verification & { readonly fingerprint: string };

/** Keeps, for as long as the host runs, the last result of each account and which account is being tested. */
export class VerificationBoard {
  private readonly shown = new Map<string, ShownVerification>();
  private readonly testing = new Set<string>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  constructor(
    private readonly fingerprint: CredentialFingerprint,
    private readonly now: () => number = Date.now,
  ) {}

  async show(accountId: string, tested: NetEntreprisesCredentials, result: VerificationResult): Promise<void> {
    this.shown.set(accountId, { at: this.now(), ...result, fingerprint: await this.fingerprint.of(tested) });
    this.changed.fire();
  }

  /** @param saved what is saved for the account: where it is what was tested, a tick says so. */
  async read(accountId: string, saved: NetEntreprisesCredentials | undefined): Promise<Verification | null> {
    const verification = this.shown.get(accountId);
    if (!verification) return null;
    const { fingerprint, entries, ...rest } = verification;
    const isSaved = saved !== undefined && fingerprint === (await this.fingerprint.of(saved));
    return { ...rest, entries: isSaved ? [...entries, savedEntry] : entries };
  }

  isTesting(accountId: string): boolean {
    return this.testing.has(accountId);
  }

  async whileTesting<T>(accountId: string, work: () => Promise<T>): Promise<T> {
    this.testing.add(accountId);
    this.changed.fire();
    try {
      return await work();
    } finally {
      this.testing.delete(accountId);
      this.changed.fire();
    }
  }

  forget(accountId: string): void {
    this.shown.delete(accountId);
  }
}
