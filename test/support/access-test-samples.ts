import type { AddressFacts, AddressResult } from '../../plugins/connection/diagnosis/address-result.ts';
import { type FinishedTest, recordTest } from '../../plugins/connection/records/record-test.ts';
import type { TestRecord } from '../../plugins/connection/records/test-record.ts';
import type { ConnectionValues } from '../../plugins/connection/values/connection-values.ts';
import { factoryAddresses, type ServerRole, serverRoles } from '../../plugins/connection/values/connection-values.ts';

/** Tests of a workstation where all is well, for tests to change what they are about. */
const values: ConnectionValues = {
  type: 'system',
  mode: 'securise',
  proxy: { host: '', port: 0, user: '' },
  servers: factoryAddresses,
};

const fingerprint = (digit: string) => Array.from({ length: 32 }, () => `${digit}${digit}`).join(':');

const facts: AddressFacts = {
  status: 200,
  route: { proxy: null, source: 'system', detail: '' },
  attempts: [{ address: '192.0.2.1', family: 4, outcome: 'connected', startMs: 12, ms: 20 }],
  encryption: {
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    chain: [
      {
        subject: 'impact-emploi.urssaf.fr',
        issuer: 'Autorité A, Certigna',
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2027-01-01T00:00:00.000Z',
        names: ['impact-emploi.urssaf.fr'],
        fingerprint: fingerprint('A'),
      },
    ],
    trustedBy: 'bundled',
  },
  questions: [],
};

export function sampleAddress(role: ServerRole, changes: Partial<AddressResult> = {}): AddressResult {
  return {
    role,
    url: factoryAddresses[role],
    ok: true,
    cause: null,
    sentence: { key: 'result.reached', args: { ms: 90 } },
    actor: null,
    next: null,
    action: null,
    notes: [],
    ms: 90,
    stages: [
      { name: 'address', ok: true, startMs: 0, ms: 0, detail: factoryAddresses[role] },
      { name: 'name', ok: true, startMs: 1, ms: 10, detail: '192.0.2.1, 2001:db8::1' },
      { name: 'connect', ok: true, startMs: 12, ms: 20, detail: '192.0.2.1:443' },
      { name: 'tls', ok: true, startMs: 33, ms: 30, detail: 'TLSv1.3' },
      { name: 'http', ok: true, startMs: 64, ms: 25, detail: 'HTTP 200' },
    ],
    facts,
    ...changes,
  };
}

export interface SampleChanges {
  readonly at?: number;
  readonly trigger?: FinishedTest['trigger'];
  readonly values?: Partial<ConnectionValues>;
  /** Applied to each address, or to those of a role. */
  readonly each?: (role: ServerRole) => Partial<AddressResult>;
  readonly facts?: (role: ServerRole) => Partial<AddressFacts>;
}

export function sampleFinished({ at = Date.UTC(2026, 2, 3, 13, 2), trigger = 'user', ...changes }: SampleChanges = {}): FinishedTest {
  const addresses = serverRoles.map((role) =>
    sampleAddress(role, { ...(changes.facts && { facts: { ...facts, ...changes.facts(role) } }), ...changes.each?.(role) }),
  );
  return {
    trigger,
    at,
    values: { ...values, ...changes.values },
    result: { ok: addresses.every(({ ok }) => ok), ms: 120, addresses },
  };
}

let count = 0;

export function sampleRecord(changes: SampleChanges = {}, productVersion = '3.00.72'): TestRecord {
  count += 1;
  return recordTest(sampleFinished(changes), `test-${count}`, productVersion);
}

/** What an address looks like that fails before it has a connection. */
export function failedAddress(cause: NonNullable<AddressResult['cause']> = 'timeout'): Partial<AddressResult> {
  return {
    ok: false,
    cause,
    sentence: { key: `cause.${cause}`, args: { host: 'impact-emploi.urssaf.fr' } },
    actor: 'network-administrator',
    next: { key: 'next.tell-network-administrator' },
    stages: [
      { name: 'address', ok: true, startMs: 0, ms: 0, detail: '' },
      { name: 'name', ok: true, startMs: 1, ms: 10, detail: '192.0.2.1, 2001:db8::1' },
      { name: 'connect', ok: false, startMs: 12, ms: 9000, detail: 'ETIMEDOUT' },
    ],
  };
}
