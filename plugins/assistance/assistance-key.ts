import type { LogService, Secret, SecretService } from 'boule-bleue';
import { hasCode } from './error-code.ts';
import { readKey } from './password-of-the-day.ts';

const secretName = 'password-key';

/** The key of the password of the day, which the Impact emploi server hands out with each authentication. */
export class AssistanceKey {
  constructor(
    private readonly secrets: SecretService,
    private readonly log: LogService,
  ) {}

  /** Seals a key received. One that isn't a key is left out: the former stays in force. */
  async receive(key: Secret): Promise<void> {
    try {
      readKey(await key.reveal());
      await this.secrets.set(secretName, key);
    } catch (error) {
      if (!hasCode(error, 'assistance.key-invalid')) throw error;
      this.log.warn('The server sent a key of the password of the day that is not one; it was left out');
    }
  }

  /** `undefined` where none was ever received, or where it can no longer be unsealed. */
  async read(): Promise<Uint8Array | undefined> {
    try {
      const key = await this.secrets.get(secretName);
      return key && readKey(await key.reveal());
    } catch (error) {
      if (!hasCode(error, 'secret.unreadable')) throw error;
      this.log.warn('The key of the password of the day can no longer be unsealed');
      return undefined;
    }
  }
}
