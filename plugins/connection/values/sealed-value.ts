import type { LogService, SecretService } from 'boule-bleue';
import * as v from 'valibot';

/** A sealed value of the given shape, or `undefined` where there is none or it can no longer be read: then it has to be typed again. */
export async function readSealed<Value>(
  { secrets, log }: { readonly secrets: SecretService; readonly log: LogService },
  name: string,
  schema: v.GenericSchema<unknown, Value>,
): Promise<Value | undefined> {
  try {
    const sealed = await (await secrets.get(name))?.reveal();
    return sealed === undefined ? undefined : v.parse(schema, JSON.parse(sealed));
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    // The cause stays out of the log: a parser's message may quote what it could not parse.
    log.warn('A sealed value can no longer be read; it has to be typed again', { name });
    return undefined;
  }
}

function isUnreadable(error: unknown): boolean {
  if (error instanceof SyntaxError || v.isValiError(error)) return true;
  return error instanceof Error && (error as { code?: unknown }).code === 'secret.unreadable';
}
