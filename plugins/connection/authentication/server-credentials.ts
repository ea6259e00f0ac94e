import { type LogService, Secret, type SecretService } from 'boule-bleue';
import * as v from 'valibot';
import type { ServerSecrets } from '../values/connection-arguments.ts';
import { type RoleWithCredentials, rolesWithCredentials, type ServerAddresses } from '../values/connection-values.ts';
import { readSealed } from '../values/sealed-value.ts';

const sealedCredentials = v.object({ origin: v.string(), credentials: v.string() });

/**
 * Keeps names and passwords that were pasted within an address: sealed, for the origin they were pasted with and no other,
 * since whoever can change an address would otherwise have them sent to a server of theirs.
 */
export class ServerCredentials {
  constructor(
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  /** `name:password` for the server at this address. */
  async read(role: RoleWithCredentials, address: string): Promise<Secret | undefined> {
    const sealed = await readSealed({ secrets: this.secrets, log: this.log }, nameOf(role), sealedCredentials);
    return sealed && sealed.origin === URL.parse(address)?.origin ? new Secret(sealed.credentials) : undefined;
  }

  /** Seals what is given, and forgets what belongs to other origins than those of the addresses. */
  async save(servers: ServerAddresses, given: ServerSecrets = {}): Promise<void> {
    for (const role of rolesWithCredentials) {
      const credentials = await given[role]?.reveal();
      const origin = URL.parse(servers[role])?.origin;
      if (credentials !== undefined && origin !== undefined) {
        await this.secrets.set(nameOf(role), new Secret(JSON.stringify({ origin, credentials })));
      } else if (!(await this.read(role, servers[role]))) await this.forget(role);
    }
  }

  /** For which addresses something is sealed. */
  async listHeld(servers: ServerAddresses): Promise<readonly RoleWithCredentials[]> {
    const held = await Promise.all(rolesWithCredentials.map(async (role) => ((await this.read(role, servers[role])) ? [role] : [])));
    return held.flat();
  }

  async forget(role: RoleWithCredentials): Promise<void> {
    await this.secrets.delete(nameOf(role));
  }
}

function nameOf(role: RoleWithCredentials): string {
  return `server-credentials.${role}`;
}

/** The value of the header `Authorization` (RFC 7617, in UTF-8). */
export async function basicAuthorization(credentials: Secret): Promise<string> {
  const bytes = new TextEncoder().encode(await credentials.reveal());
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
