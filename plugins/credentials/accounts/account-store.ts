import { type LogService, type StorageChange, type StorageService } from 'boule-bleue';
import * as v from 'valibot';

/** What the portal last said of the credentials that `revision` names. No secret. */
export interface KnownState {
  readonly revision: string;
  readonly kind: KnownStateKind;
  /** In ms since 1970. */
  readonly at: number;
  /** When it last accepted them, in ms since 1970: another answer since then doesn't unsay it. */
  readonly acceptedAt?: number;
}

export const knownStateKinds = ['accepted', 'refused', 'expired', 'not-registered', 'blocked'] as const;
export type KnownStateKind = (typeof knownStateKinds)[number];

/** A user account of Impact emploi, as far as it is no secret. */
export interface Account {
  readonly id: string;
  readonly name: string;
  /** In ms since 1970; accounts are listed in this order. */
  readonly createdAt: number;
  readonly knownState?: KnownState;
  /** Since when tries of what is saved bring no answer, in ms since 1970. Says nothing of the credentials: `knownState` stays. */
  readonly unansweredSince?: number;
  /** When the Net-entreprises password that is saved was first saved here, in ms since 1970. */
  readonly passwordChangedAt?: number;
}

const collection = 'accounts';

const documentSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  createdAt: v.number(),
  knownState: v.exactOptional(
    v.object({ revision: v.string(), kind: v.picklist(knownStateKinds), at: v.number(), acceptedAt: v.exactOptional(v.number()) }),
  ),
  unansweredSince: v.exactOptional(v.number()),
  passwordChangedAt: v.exactOptional(v.number()),
});

/** Keeps the accounts' names and known states. */
export class AccountStore {
  constructor(
    private readonly storage: StorageService,
    private readonly log: LogService,
  ) {}

  /** In order of creation. A document that cannot be read is left where it is, and logged. */
  async list(): Promise<readonly Account[]> {
    const documents = await this.storage.list(collection);
    return documents.flatMap(({ id, value }) => this.read(id, value)).sort((one, other) => one.createdAt - other.createdAt);
  }

  async put(account: Account): Promise<void> {
    await this.storage.write([storedAccount(account)]);
  }

  async remove(id: string): Promise<void> {
    await this.storage.write([{ collection, id }]);
  }

  private read(id: string, value: unknown): Account[] {
    const outcome = v.safeParse(documentSchema, value);
    if (outcome.success) return [{ id, ...outcome.output }];
    this.log.warn('A stored account cannot be read and is left out.', { account: id });
    return [];
  }
}

function storedAccount({ id, knownState, ...plain }: Account): StorageChange {
  return { collection, id, value: { ...plain, ...(knownState && { knownState: { ...knownState } }) } };
}
