import { type SharedDocument, type SharedStorageService, ShellError, type StorageService } from 'boule-bleue';
import * as v from 'valibot';
import type { AuthenticationOutcome } from '../exchange/net-entreprises-exchange.ts';
import type { NetEntreprisesIdentity } from '../identity/net-entreprises-identity.ts';
import { warningThreshold } from './authentication-entry.ts';

/** One attempt that was given its turn. It is counted already: whoever crashes now has counted it. */
export interface AttemptTurn {
  /** Refusals in a row, should this attempt be refused. */
  readonly count: number;
  /**
   * Ends the turn by what came of it, and resolves with the refusals in a row. An outage gives the attempt back; several outcomes are those of
   * one test, in order.
   */
  settle(outcomes: readonly AuthenticationOutcome[]): Promise<number>;
}

/** Either the turn, or that so many known refusals have to be agreed to first. */
export type TurnAnswer = { readonly turn: AttemptTurn } | { readonly refusals: number };

const collection = 'refusals';

const leaseSchema = v.object({ id: v.string(), until: v.number(), workstation: v.string() });
const countSchema = v.pipe(v.number(), v.integer(), v.minValue(0));
const documentSchema = v.object({
  /** Since the last success, or since a changed password was saved. */
  count: countSchema,
  /** Since the last success, whatever was saved: what the portal may have counted. */
  total: countSchema,
  lease: v.exactOptional(leaseSchema),
});
type Counted = v.InferOutput<typeof documentSchema>;
const formerSchema = v.object({ count: countSchema });

/** The next refusal may be the fifth, at which the portal locks. */
const lastChance = 4;

/** Longer than the longest test, so that a turn ends by itself only where nobody is left to end it. */
const leaseMs = 150_000;
/** Each conflict means that somebody else got through. */
const maximumTries = 50;

/**
 * Counts the refusals in a row of each Net-entreprises identity over the whole office, whichever account, workstation and password they were
 * tried with: the portal counts them so, and locks the identity at five. No two attempts for one identity go on at a time. Kept under a hash of
 * the identity; nothing is kept of the password, not even a digest that guesses could be compared with. So nobody can tell whether a password
 * that is saved as a changed one was refused on another workstation: it starts the count anew, but no attempt that may be the fifth is made
 * unless somebody agreed to it.
 */
export class FailureCounter {
  /** By lease, when this workstation first saw it: the clock of the one that took it may be wrong by hours. */
  private readonly seenLeases = new Map<string, number>();

  constructor(
    private readonly shared: SharedStorageService,
    private readonly now: () => number = Date.now,
  ) {}

  async count(identity: NetEntreprisesIdentity): Promise<number> {
    return (await this.read(await identityKey(identity))).value.count;
  }

  /**
   * Asks for the turn to make one attempt, and counts it before it is sent: of two workstations that are at the threshold one alone gets it.
   * @param agreedRefusals up to how many known refusals the user agreed to go on.
   * @throws ShellError `credentials.test-running` while another attempt for the identity goes on; `shared-storage.*`.
   */
  async begin(identity: NetEntreprisesIdentity, agreedRefusals = 0): Promise<TurnAnswer> {
    const key = await identityKey(identity);
    const { workstation } = await this.shared.status();
    return this.change<TurnAnswer>(key, ({ count, total, lease }) => {
      if (lease && this.isHeld(lease)) throw new ShellError('credentials.test-running', { workstation: lease.workstation });
      const isRisky = count >= warningThreshold || total >= lastChance;
      if (isRisky && total > agreedRefusals) return { answer: { refusals: total } };
      const taken = { id: crypto.randomUUID(), until: this.now() + leaseMs, workstation };
      const turn: AttemptTurn = { count: count + 1, settle: (outcomes) => this.settle(key, taken.id, outcomes) };
      return { value: { count: count + 1, total: total + 1, lease: taken }, answer: { turn } };
    });
  }

  /** Starts anew, as when a changed password is saved. An attempt under way keeps its turn. */
  async reset(identity: NetEntreprisesIdentity): Promise<void> {
    await this.change(await identityKey(identity), (before) => ({ value: { ...before, count: 0 }, answer: undefined }));
  }

  /** Takes over what a version before the réseau counted on this workstation alone. */
  async adopt(storage: StorageService): Promise<void> {
    for (const { id, value } of await storage.list(collection)) {
      const former = v.safeParse(formerSchema, value);
      const refusals = former.success ? former.output.count : warningThreshold;
      const adopted = (before: Counted) => ({
        ...before,
        count: Math.max(before.count, refusals),
        total: Math.max(before.total, refusals),
      });
      await this.change(id, (before) => ({ value: adopted(before), answer: undefined }));
      await storage.write([{ collection, id }]);
    }
  }

  private settle(key: string, leaseId: string, outcomes: readonly AuthenticationOutcome[]): Promise<number> {
    return this.change(key, ({ count: counted, total: countedInAll, lease }) => {
      const count = outcomes.reduce(countAfter, Math.max(0, counted - 1));
      const total = outcomes.reduce(countAfter, Math.max(0, countedInAll - 1));
      const others = lease && lease.id !== leaseId ? { lease } : {};
      return { value: { count, total, ...others }, answer: count };
    });
  }

  private isHeld({ id, until }: NonNullable<Counted['lease']>): boolean {
    const now = this.now();
    for (const [seen, at] of this.seenLeases) if (at + 10 * leaseMs < now) this.seenLeases.delete(seen);
    const seenAt = this.seenLeases.get(id) ?? now;
    this.seenLeases.set(id, seenAt);
    return now < until && now < seenAt + leaseMs;
  }

  /** Reads, decides and writes; once more where somebody else wrote in between. */
  private async change<T>(key: string, decide: (before: Counted) => { value?: Counted; answer: T }): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const { value: before, revision } = await this.read(key);
      const { value, answer } = decide(before);
      if (!value) return answer;
      const isNothing = value.total === 0 && !value.lease;
      if (isNothing && revision === 0) return answer;
      try {
        await this.shared.write([{ collection, id: key, ...(!isNothing && { value }), ...(revision !== undefined && { revision }) }]);
        return answer;
      } catch (error) {
        if (!isConflict(error) || tries >= maximumTries) throw error;
      }
    }
  }

  /** A document that is no longer what was written may have told of refusals: the next attempt has to be agreed to, and replaces it. */
  private async read(key: string): Promise<{ readonly value: Counted; readonly revision?: number }> {
    const unreadable = { value: { count: warningThreshold, total: warningThreshold } };
    let document: SharedDocument | undefined;
    try {
      document = await this.shared.get(collection, key);
    } catch (error) {
      if (error instanceof ShellError && error.code === 'shared-storage.document-damaged') return unreadable;
      throw error;
    }
    if (!document) return { value: { count: 0, total: 0 }, revision: 0 };
    const outcome = v.safeParse(documentSchema, document.value);
    return outcome.success ? { value: outcome.output, revision: document.revision } : { ...unreadable, revision: document.revision };
  }
}

/** An unknown refusal counts too: the portal may have counted it. */
function countAfter(count: number, { kind }: AuthenticationOutcome): number {
  if (kind === 'accepted') return 0;
  return kind === 'refused' || kind === 'unknown-refusal' ? count + 1 : count;
}

function isConflict(error: unknown): boolean {
  return error instanceof ShellError && error.code === 'shared-storage.conflict';
}

/** The same for two spellings that the portal may take for one person: capitals make no other identity. */
export async function identityKey({ siret, lastName, firstName }: NetEntreprisesIdentity): Promise<string> {
  const text = JSON.stringify([siret, lastName, firstName].map((part) => part.normalize('NFC').toLocaleUpperCase('fr')));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
