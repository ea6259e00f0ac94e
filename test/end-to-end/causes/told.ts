import { createTranslator } from '../../../core/l10n/translator.ts';
import type { Message } from '../../../core/message.ts';
import type { AccessTestResult } from '../../../plugins/connection/access-test/access-test.ts';
import strings from '../../../plugins/connection/locales/fr.json' with { type: 'json' };
import type { ServerRole } from '../../../plugins/connection/values/connection-values.ts';
import type { TestNetwork } from './test-network.ts';

/** What users are told, in French words. */
export interface Told {
  /** `null`: reached. */
  readonly cause: string | null;
  readonly actor?: string | null;
  readonly sentence: string | null;
  readonly next: string | null;
}

const inFrench = createTranslator(strings, 'fr');
const say = (message: Message | null | undefined) => (message ? inFrench(message) : null);

/** « Tester l'accès aux serveurs »: what is said about one address. */
export async function testAccess({ bench }: TestNetwork, role: ServerRole = 'authentication'): Promise<Told> {
  const { addresses } = (await bench.run('connection.test')) as AccessTestResult;
  const found = addresses.find((address) => address.role === role);
  if (!found) throw new Error(`No word about ${role}`);
  return { cause: found.cause, actor: found.actor, sentence: say(found.sentence), next: say(found.next) };
}

/** « Relancer l'authentification auprès du serveur »: what is said when it has ended. */
export async function authenticate({ bench }: TestNetwork): Promise<Told> {
  await bench.run('connection.authenticate');
  const { cause = null, reason, next } = bench.state.status;
  return { cause, sentence: say(reason), next: say(next) };
}
