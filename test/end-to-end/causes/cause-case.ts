import type { Actor, Cause } from '../../../plugins/connection/diagnosis/cause.ts';
import type { ServerRole } from '../../../plugins/connection/values/connection-values.ts';
import type { Patience } from '../../support/connection-bench.ts';
import type { TestNetwork } from './test-network.ts';

/** One thing that can be wrong, and what users are to read about it. */
export interface CauseCase {
  /** What is wrong, as one who knows would say it. */
  readonly what: string;
  readonly cause: Cause;
  readonly actor: Actor;
  /** In French, whole; a pattern where it tells a time. Ports of test proxies are written `PORT`. */
  readonly sentence: string | RegExp;
  /** The one next step, in French. */
  readonly next: string | RegExp;
  /** The address that is looked at. Default `authentication`. */
  readonly role?: ServerRole;
  /** Who says it: the test of the access (default), or the authentication where only that can know. */
  readonly by?: 'test' | 'authentication';
  /** Bounds questions to the network, where the case is that nobody answers. Default: the product's bounds. */
  readonly patience?: Patience;
  /** Makes it go wrong, before the product starts. */
  readonly arrange: (network: TestNetwork) => unknown;
}
