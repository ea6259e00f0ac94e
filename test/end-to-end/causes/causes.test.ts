/** Every cause of a failure, each with a server or a proxy that fails so, and what users read about it. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Cause } from '../../../plugins/connection/diagnosis/cause.ts';
import { CertificateAuthority } from '../../servers/authority.ts';
import { answerCases } from './answer-cases.ts';
import type { CauseCase } from './cause-case.ts';
import { encryptionCases } from './encryption-cases.ts';
import { networkCases } from './network-cases.ts';
import { proxyCases } from './proxy-cases.ts';
import { TestNetwork } from './test-network.ts';
import { authenticate, type Told, testAccess } from './told.ts';

const cases = [...networkCases, ...proxyCases, ...encryptionCases, ...answerCases];

/** The words of the contract with scripts; the compiler finds one that is missing here. */
const everyCause: Readonly<Record<Cause, true>> = {
  offline: true,
  'address-invalid': true,
  'dns-unknown': true,
  refused: true,
  timeout: true,
  reset: true,
  'proxy-unreachable': true,
  'proxy-auth': true,
  'proxy-auth-scheme': true,
  'proxy-forbidden': true,
  'proxy-bad': true,
  'cert-expired': true,
  'cert-not-yet-valid': true,
  'cert-wrong-host': true,
  'cert-self-signed': true,
  'cert-incomplete-chain': true,
  'cert-unknown-ca': true,
  'cert-intercepted': true,
  'clock-skew': true,
  'tls-version': true,
  'not-tls': true,
  'captive-portal': true,
  redirect: true,
  'wrong-address': true,
  forbidden: true,
  'too-many': true,
  maintenance: true,
  'server-error': true,
  'bad-answer': true,
};

let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await CertificateAuthority.create();
});

/** What a user reads about the address that the case is about. */
async function findOut({ by = 'test', role, patience, arrange }: CauseCase): Promise<Told> {
  await using network = await TestNetwork.start(authority, patience && { patience });
  await arrange(network);
  await network.bench.activate();
  return by === 'test' ? await testAccess(network, role) : await authenticate(network);
}

test('every cause has a row', () => {
  expect([...new Set(cases.map(({ cause }) => cause))].sort()).toEqual(Object.keys(everyCause).sort());
});

describe.concurrent.each(cases)('$what', (one) => {
  test(`is ${one.cause}, for ${one.actor}`, async ({ expect }) => {
    const { cause, actor = one.actor, sentence, next } = await findOut(one);
    expect({ cause, actor }).toEqual({ cause: one.cause, actor: one.actor });
    expect([hidePorts(sentence), hidePorts(next)]).toEqual([one.sentence, one.next].map(toMatcher));
  });
});

function toMatcher(expected: string | RegExp): unknown {
  return typeof expected === 'string' ? expected : expect.stringMatching(expected);
}

/** Servers of tests stand at other ports each time. */
/** Spaces at which no line breaks are spaces here. */
function hidePorts(text: string | null): string | undefined {
  return text?.replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT').replaceAll('\u00a0', ' ');
}
