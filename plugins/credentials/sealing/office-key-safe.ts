import { type LogService, Secret, type SecretService, ShellError } from 'boule-bleue';
import { keyBytes, type PublicKey } from './key-pair.ts';
import { OfficeKey } from './office-key.ts';

/** Keeps the office's private key on this workstation, as long as no administrator has chosen a password: the monoposte's, and the founder's. */
export class OfficeKeySafe {
  constructor(
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  /** The private key that belongs to a public one, where this workstation has it. */
  async read(publicKey: PublicKey): Promise<OfficeKey | undefined> {
    const kept = await this.get(secretName(publicKey));
    const bytes = kept && Buffer.from(await kept.reveal(), 'base64url');
    if (bytes?.length !== keyBytes) return undefined;
    const office = OfficeKey.from(bytes);
    return office.publicKey === publicKey ? office : undefined;
  }

  async keep(office: OfficeKey): Promise<void> {
    await this.secrets.set(secretName(office.publicKey), new Secret(Buffer.from(office.bytes).toString('base64url')));
  }

  async forget(publicKey: PublicKey): Promise<void> {
    await this.secrets.delete(secretName(publicKey));
  }

  private async get(name: string): Promise<Secret | undefined> {
    try {
      return await this.secrets.get(name);
    } catch (error) {
      if (!(error instanceof ShellError) || error.code !== 'secret.unreadable') throw error;
      this.log.warn('The key of the accounts can no longer be read on this workstation.');
      return undefined;
    }
  }
}

function secretName(publicKey: PublicKey): string {
  return `office-key.${publicKey}`;
}
