import type { LogService, SecretService } from 'boule-bleue';

/** A sealed value, or `undefined` where there is none or it can no longer be unsealed: then it has to be typed again. */
export async function readSealed(secrets: SecretService, name: string, log: LogService): Promise<string | undefined> {
  try {
    return await (await secrets.get(name))?.reveal();
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'secret.unreadable') throw error;
    log.warn('A sealed value can no longer be unsealed; it has to be typed again', { name });
    return undefined;
  }
}
