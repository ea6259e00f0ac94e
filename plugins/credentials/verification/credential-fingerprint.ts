import type { NetEntreprisesCredentials } from '../identity/net-entreprises-identity.ts';

/**
 * Tells whether two credentials are the same without keeping either: a digest under a salt that lives and dies
 * with the process.
 */
export class CredentialFingerprint {
  private readonly salt = crypto.getRandomValues(new Uint8Array(32));

  async of({ siret, lastName, firstName, password }: NetEntreprisesCredentials): Promise<string> {
    const text = JSON.stringify([[...this.salt], siret, lastName, firstName, password]);
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return [...new Uint8Array(digest)].join();
  }
}
