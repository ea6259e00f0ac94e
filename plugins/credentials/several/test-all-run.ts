import { isCancellation, ShellError } from 'boule-bleue';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import { findFieldProblems, hasProblems, type NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import { warningThreshold } from '../verification/verification.ts';
import { accountsAtOnce, breathe } from './breathe.ts';

/** What a run needs of the accounts and of the portal. */
export interface TestAllDesk {
  /** The accounts that the session may test, in the order in which users see them. */
  list(): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** What is saved for an account at this moment. `undefined`: nothing, or there is no such account any more. */
  read(accountId: string): Promise<NetEntreprisesCredentials | undefined>;
  /** The same for the same four values. */
  fingerprint(credentials: NetEntreprisesCredentials): Promise<string>;
  /** Refusals in a row of an identity, over the whole office. */
  countRefusals(credentials: NetEntreprisesCredentials): Promise<number>;
  /**
   * Makes one attempt and keeps what came of it, for all these accounts.
   * @throws ShellError `credentials.test-running`, `credentials.lock-risk`; an `AbortError` when cancelled.
   */
  attempt(accountIds: readonly string[], credentials: NetEntreprisesCredentials, signal: AbortSignal): Promise<AuthenticationOutcome>;
  /** Resolves after the pause between two attempts. @throws an `AbortError` when cancelled. */
  pause(signal: AbortSignal): Promise<void>;
}

/** Why an account was not tested. */
export type LeftOut = 'incomplete' | 'risky' | 'busy' | 'gone';

export interface TestAllProgress {
  readonly total: number;
  /** Accounts that are done with, tested or left out. */
  readonly done: number;
  /** The account under test. */
  readonly name: string;
}

export interface TestAllOutcome {
  readonly total: number;
  readonly accepted: number;
  /** Those to which the portal said no. */
  readonly refused: readonly string[];
  /** Those of which nothing new is known. */
  readonly unanswered: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly why: LeftOut }[];
  /** Why the run ended before its end. */
  readonly stopped?: StopReason;
}

export type StopReason =
  | { readonly kind: 'cancelled' | 'silent' }
  /** The portal had asked before to be left alone until then, in ms since 1970. */
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'too-many' | 'unavailable'; readonly retryAfterMs?: number };

/** A portal that answers to nobody isn't asked for each account. */
const maximumSilences = 3;

/** One run of « Tout tester »: every account's saved credentials, one request at a time, each set of credentials once. */
export class TestAllRun {
  private total = 0;
  private accepted = 0;
  private readonly refused: string[] = [];
  private readonly unanswered: string[] = [];
  private readonly leftOut: { readonly name: string; readonly why: LeftOut }[] = [];
  /** Names of the accounts that are still to come, and the fingerprints of what was saved for them when last seen. */
  private readonly pending = new Map<string, { readonly name: string; fingerprint: string | undefined }>();
  private silences = 0;
  /** A request was made: the next one waits. */
  private owesPause = false;

  constructor(
    private readonly desk: TestAllDesk,
    private readonly onProgress: (progress: TestAllProgress) => void = () => {},
  ) {}

  /** Never throws for a refusal, nor for being cancelled. @throws ShellError `shared-storage.*`. */
  async run(signal: AbortSignal): Promise<TestAllOutcome> {
    try {
      await this.look(signal);
      return this.outcome(await this.testPending(signal));
    } catch (error) {
      if (isCancellation(error) && signal.aborted) return this.outcome({ kind: 'cancelled' });
      throw error;
    }
  }

  private async look(signal: AbortSignal): Promise<void> {
    const accounts = await this.desk.list();
    this.total = accounts.length;
    for (const [index, { id, name }] of accounts.entries()) {
      if (index % accountsAtOnce === 0) await breathe();
      signal.throwIfAborted();
      const saved = await this.desk.read(id);
      this.pending.set(id, { name, fingerprint: saved && (await this.desk.fingerprint(saved)) });
    }
  }

  private async testPending(signal: AbortSignal): Promise<StopReason | undefined> {
    for (const [id, { name }] of this.pending) {
      signal.throwIfAborted();
      this.onProgress({ total: this.total, done: this.total - this.pending.size, name });
      const stopped = await this.testAccount(id, signal);
      if (stopped) return stopped;
    }
    return undefined;
  }

  private async testAccount(id: string, signal: AbortSignal): Promise<StopReason | undefined> {
    // Read anew: it may have changed since the run began.
    const saved = await this.desk.read(id);
    if (!saved) return this.leave([id], this.pending.get(id)?.fingerprint === undefined ? 'incomplete' : 'gone');
    if (hasProblems(findFieldProblems({ ...saved, netEntreprisesPassword: saved.password }))) return this.leave([id], 'incomplete');
    const sharers = await this.findSharers(id, await this.desk.fingerprint(saved));
    if ((await this.desk.countRefusals(saved)) >= warningThreshold) return this.leave(sharers, 'risky');
    if (this.owesPause) {
      await this.desk.pause(signal);
      this.owesPause = false;
      // Anything may have changed while it lasted.
      return this.testAccount(id, signal);
    }
    this.owesPause = true;
    try {
      return this.note(sharers, await this.desk.attempt(sharers, saved, signal));
    } catch (error) {
      if (error instanceof ShellError && error.code === 'credentials.test-running') return this.leave(sharers, 'busy');
      // Refused on another workstation since they were counted.
      if (error instanceof ShellError && error.code === 'credentials.lock-risk') return this.leave(sharers, 'risky');
      throw error;
    }
  }

  /** The account, and those to come that have the very same credentials still. */
  private async findSharers(id: string, fingerprint: string): Promise<readonly string[]> {
    const sharers = [id];
    for (const [other, known] of this.pending) {
      if (other === id || known.fingerprint !== fingerprint) continue;
      const saved = await this.desk.read(other);
      known.fingerprint = saved && (await this.desk.fingerprint(saved));
      if (known.fingerprint === fingerprint) sharers.push(other);
    }
    return sharers;
  }

  private note(ids: readonly string[], outcome: AuthenticationOutcome): StopReason | undefined {
    const names = this.take(ids);
    const kind = kindOf(outcome);
    if (kind === 'accepted') this.accepted += names.length;
    else this[kind].push(...names);
    this.silences = kind === 'unanswered' ? this.silences + 1 : 0;
    if (outcome.kind === 'waiting') return outcome;
    if (outcome.kind === 'too-many' || outcome.kind === 'unavailable') return stopFor(outcome);
    return this.silences >= maximumSilences ? { kind: 'silent' } : undefined;
  }

  private leave(ids: readonly string[], why: LeftOut): undefined {
    this.leftOut.push(...this.take(ids).map((name) => ({ name, why })));
  }

  private take(ids: readonly string[]): readonly string[] {
    const names = ids.map((id) => this.pending.get(id)?.name ?? '');
    for (const id of ids) this.pending.delete(id);
    return names;
  }

  private outcome(stopped: StopReason | undefined): TestAllOutcome {
    const { total, accepted, refused, unanswered, leftOut } = this;
    return { total, accepted, refused, unanswered, leftOut, ...(stopped && { stopped }) };
  }
}

function kindOf({ kind }: AuthenticationOutcome): 'accepted' | 'refused' | 'unanswered' {
  if (kind === 'accepted') return 'accepted';
  return ['refused', 'expired', 'not-registered', 'blocked', 'unknown-refusal'].includes(kind) ? 'refused' : 'unanswered';
}

function stopFor(outcome: AuthenticationOutcome & { readonly kind: 'too-many' | 'unavailable' }): StopReason {
  const { kind, retryAfterMs } = outcome;
  return { kind, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
