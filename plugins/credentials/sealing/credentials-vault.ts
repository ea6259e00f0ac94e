import { type LogService, Secret, type SecretService, ShellError } from 'boule-bleue';
import * as v from 'valibot';
import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';
import type { LastSuccess } from '../verification/last-success.ts';

/** All that is secret of one account: sealed as one value, so that saving is one atomic write. */
export interface AccountCredentials {
  /** A new one whenever the Net-entreprises credentials change: what is known of them names it. */
  readonly revision: string;
  /** The Impact emploi password. */
  readonly password?: string;
  readonly netEntreprises?: NetEntreprisesCredentials;
  /** Who the portal had accepted before these were saved. */
  readonly lastSuccess?: LastSuccess;
}

/** What unsealing gave: `undefined` credentials where nothing was saved, `unreadable` where the key is lost. */
export interface UnsealedCredentials {
  readonly credentials?: AccountCredentials;
  readonly unreadable: boolean;
}

const identityMembers = { siret: v.string(), lastName: v.string(), firstName: v.string() };

const sealedSchema = v.object({
  revision: v.string(),
  password: v.exactOptional(v.string()),
  netEntreprises: v.exactOptional(v.object({ ...identityMembers, password: v.string() })),
  lastSuccess: v.exactOptional(v.object({ ...identityMembers, at: v.number() })),
});

export class CredentialsVault {
  constructor(
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  async read(accountId: string): Promise<UnsealedCredentials> {
    try {
      const sealed = await this.secrets.get(secretName(accountId));
      if (!sealed) return { unreadable: false };
      return { credentials: v.parse(sealedSchema, JSON.parse(await sealed.reveal())), unreadable: false };
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      // The cause stays out of the log: a parser's message may quote what it could not parse.
      this.log.warn('Saved credentials can no longer be read; they have to be typed again.', { account: accountId });
      return { unreadable: true };
    }
  }

  async write(accountId: string, credentials: AccountCredentials): Promise<void> {
    await this.secrets.set(secretName(accountId), new Secret(JSON.stringify(credentials)));
  }

  async forget(accountId: string): Promise<void> {
    await this.secrets.delete(secretName(accountId));
  }
}

function secretName(accountId: string): string {
  return `account.${accountId}`;
}

function isUnreadable(error: unknown): boolean {
  if (error instanceof ShellError) return error.code === 'secret.unreadable';
  return error instanceof SyntaxError || v.isValiError(error);
}
