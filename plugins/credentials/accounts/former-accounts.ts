import { type LogService, Secret, type SecretService, ShellError, type StorageService } from 'boule-bleue';
import * as v from 'valibot';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { LastSuccess } from '../verification/last-success.ts';
import type { KnownState } from './account.ts';
import { knownStateKinds } from './account-status.ts';

/** An account as versions before the shared storage kept it: on one workstation alone. */
export interface FormerAccount {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly knownState?: KnownState;
  readonly unansweredSince?: number;
  readonly passwordChangedAt?: number;
  /** The Impact emploi password. */
  readonly password?: Secret;
  readonly revision?: string;
  readonly netEntreprises?: NetEntreprisesCredentials;
  readonly lastSuccess?: LastSuccess;
}

const collection = 'accounts';
const identityMembers = { siret: v.string(), lastName: v.string(), firstName: v.string() };

const documentSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  createdAt: v.number(),
  knownState: v.exactOptional(
    v.object({ revision: v.string(), kind: v.picklist(knownStateKinds), at: v.number(), acceptedAt: v.exactOptional(v.number()) }),
  ),
  unansweredSince: v.exactOptional(v.number()),
  passwordChangedAt: v.exactOptional(v.number()),
});

const sealedSchema = v.object({
  revision: v.string(),
  password: v.exactOptional(v.string()),
  netEntreprises: v.exactOptional(v.object({ ...identityMembers, password: v.string() })),
  lastSuccess: v.exactOptional(v.object({ ...identityMembers, at: v.number() })),
});

/** Reads what former versions saved, and removes it once it is somewhere else. */
export class FormerAccounts {
  constructor(
    private readonly storage: StorageService,
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  /** In order of creation. What can't be read is left where it is, and logged. */
  async list(): Promise<readonly FormerAccount[]> {
    const documents = await this.storage.list(collection);
    const accounts = await Promise.all(documents.map(({ id, value }) => this.read(id, value)));
    return accounts.filter((account) => account !== undefined).sort((one, other) => one.createdAt - other.createdAt);
  }

  /** The secrets first: should this be interrupted, the account is listed again. What can't be read stays. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      if (await this.unseal(id)) await this.secrets.delete(secretName(id));
    }
    await this.storage.write(ids.map((id) => ({ collection, id })));
  }

  private async read(id: string, value: unknown): Promise<FormerAccount | undefined> {
    const outcome = v.safeParse(documentSchema, value);
    if (!outcome.success) {
      this.log.warn('A stored account cannot be read and is left out.', { account: id });
      return undefined;
    }
    const { password, ...credentials } = (await this.unseal(id)) ?? {};
    return { id, ...outcome.output, ...credentials, ...(password !== undefined && { password: new Secret(password) }) };
  }

  private async unseal(id: string) {
    try {
      const sealed = await this.secrets.get(secretName(id));
      return sealed && v.parse(sealedSchema, JSON.parse(await sealed.reveal()));
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      // The cause stays out of the log: a parser's message may quote what it could not parse.
      this.log.warn('Saved credentials can no longer be read; they have to be typed again.', { account: id });
      return undefined;
    }
  }
}

function secretName(accountId: string): string {
  return `account.${accountId}`;
}

function isUnreadable(error: unknown): boolean {
  if (error instanceof ShellError) return error.code === 'secret.unreadable';
  return error instanceof SyntaxError || v.isValiError(error);
}
