import type { Message } from 'boule-bleue';
import type { Refusal } from '../connection-gate.ts';
import type { AddressResult } from '../diagnosis/address-result.ts';
import type { AccessTestResult } from './access-test.ts';

/** What `connection.test` answers: members that scripts and the assistance desk rely on, and no others. The panel and the report tell more. */
export interface AccessTestAnswer {
  readonly ok: boolean;
  readonly ms: number;
  readonly addresses: readonly AddressAnswer[];
  /** Where the test had to wait, such as in assistance mode. */
  readonly refusal?: Refusal;
  readonly sentence?: Message;
}

export type AddressAnswer = Pick<AddressResult, 'role' | 'url' | 'ok' | 'cause' | 'sentence' | 'actor' | 'next' | 'ms'> & {
  readonly stages: readonly Pick<AddressResult['stages'][number], 'name' | 'ok' | 'ms' | 'detail'>[];
};

export function answerTest(result: AccessTestResult | Refusal): AccessTestAnswer {
  if (!('addresses' in result)) return { ok: false, ms: 0, addresses: [], sentence: result.reason, refusal: result };
  return { ok: result.ok, ms: result.ms, addresses: result.addresses.map(answerAddress) };
}

function answerAddress({ role, url, ok, cause, sentence, actor, next, ms, stages }: AddressResult): AddressAnswer {
  // Other plugins' stages may follow one that failed; what scripts read ends there.
  const end = stages.findIndex((stage) => !stage.ok);
  const counted = end === -1 ? stages : stages.slice(0, end + 1);
  const told = counted.map((stage) => ({ name: stage.name, ok: stage.ok, ms: stage.ms, detail: stage.detail }));
  return { role, url, ok, cause, sentence, actor, next, ms, stages: told };
}
